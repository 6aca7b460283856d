package dev.ibintents.intent.trade;

import dev.ibintents.environment.Problem;
import dev.ibintents.environment.Problems;
import java.util.List;

/**
 * The parts of a request that a plan leaves as they are.
 *
 * @param reports the problems to report, in this order
 * @param isPartial whether parts of the request are left that were meant to be done
 * @param isEverything whether nothing of the request is done, because all of it failed
 */
public record Undone(List<Report> reports, boolean isPartial, boolean isEverything) {
  /**
   * A problem that is not reported yet.
   *
   * @param code its kind
   * @param message what was wrong, and what would be right
   */
  public record Report(Problem.Code code, String message) {}

  /** Keeps a copy. */
  public Undone {
    reports = List.copyOf(reports);
  }

  /** Reports the problems. */
  void report(Problems problems) {
    reports.forEach(report -> problems.add(report.code(), report.message()));
    if (isEverything) {
      problems.add(
          Problem.Code.NOTHING_SUCCEEDED,
          "nothing of this request succeeded: every part of it was left as it is. Mend what the"
              + " other problems say, and ask again");
    }
  }
}
