package dev.ibintents.intent.trade;

import dev.ibintents.environment.Problem;
import dev.ibintents.environment.Problems;
import java.util.List;

/**
 * The parts of a request that a plan does not do.
 *
 * @param reports the problems to report, in order
 * @param isPartial whether a part of the request is left out because of a problem
 * @param isEverything whether all parts of the request failed, so that nothing is done
 */
public record Undone(List<Report> reports, boolean isPartial, boolean isEverything) {
  /**
   * A problem that is not reported yet.
   *
   * @param code the code of the problem
   * @param message says what was wrong, and what would be right
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
          "no part of this request succeeded. Solve the other problems, and ask again");
    }
  }
}
