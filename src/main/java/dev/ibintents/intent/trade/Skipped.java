package dev.ibintents.intent.trade;

import dev.ibintents.environment.Problem;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Collects the parts of a request that are not done, by name, each with the reason. Some are left
 * out as the configuration says; the others are problems.
 */
public final class Skipped {
  private final SortedMap<String, String> reasons = new TreeMap<>();
  private final Set<String> failed = new TreeSet<>();
  private final SortedMap<String, Problem.Code> problems = new TreeMap<>();

  /** Leaves out a part as intended; that is no problem. */
  public void asMeant(String name, String reason) {
    reasons.merge(name, reason, (first, next) -> first + "; " + next);
  }

  /** Leaves out a part of the request because of a problem that is already reported. */
  public void asReported(String name, String reason) {
    asMeant(name, reason);
    failed.add(name);
  }

  /** Leaves out a part of the request because of a problem that is not reported yet. */
  public void asFailed(String name, Problem.Code code, String reason) {
    asReported(name, reason);
    problems.put(name, code);
  }

  /** Leaves out a part that the request did not name, with a problem to report. */
  public void unasked(String name, Problem.Code code, String reason) {
    asMeant(name, reason);
    problems.put(name, code);
  }

  /** All parts that are left out, by name, with the reason. */
  public SortedMap<String, String> reasons() {
    return new TreeMap<>(reasons);
  }

  /** The parts of the request that are left out because of a problem. */
  public Set<String> failed() {
    return new TreeSet<>(failed);
  }

  /**
   * The parts that are left out, for a plan.
   *
   * @param isNothingDone whether the plan does no other part of the request
   */
  public Undone undone(boolean isNothingDone) {
    return new Undone(
        problems.entrySet().stream()
            .map(
                problem ->
                    new Undone.Report(
                        problem.getValue(),
                        problem.getKey() + " was left as it is: " + reasons.get(problem.getKey())))
            .toList(),
        !failed.isEmpty(),
        !failed.isEmpty() && isNothingDone);
  }
}
