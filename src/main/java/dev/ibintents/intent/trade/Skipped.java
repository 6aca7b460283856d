package dev.ibintents.intent.trade;

import dev.ibintents.environment.Problem;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Collects the parts of a request that are left as they are, by name, each with the reason. Some
 * are left because the configuration says so; the others are problems.
 */
public final class Skipped {
  private final SortedMap<String, String> reasons = new TreeMap<>();
  private final Set<String> failed = new TreeSet<>();
  private final SortedMap<String, Problem.Code> problems = new TreeMap<>();

  /** Leaves a part out because that is meant. */
  public void asMeant(String name, String reason) {
    reasons.merge(name, reason, (first, next) -> first + "; " + next);
  }

  /** Leaves a part of the request out because something went wrong that has been reported. */
  public void asReported(String name, String reason) {
    asMeant(name, reason);
    failed.add(name);
  }

  /** Leaves a part of the request out because something went wrong. */
  public void asFailed(String name, Problem.Code code, String reason) {
    asReported(name, reason);
    problems.put(name, code);
  }

  /** Notes a part that is left as it is, and that the request did not name either. */
  public void unasked(String name, Problem.Code code, String reason) {
    asMeant(name, reason);
    problems.put(name, code);
  }

  /** Everything that is left out, by name, with the reason. */
  public SortedMap<String, String> reasons() {
    return new TreeMap<>(reasons);
  }

  /** The parts of the request that are left out although they were meant. */
  public Set<String> failed() {
    return new TreeSet<>(failed);
  }

  /**
   * The parts that are left undone, for a plan.
   *
   * @param isNothingDone whether no other part of the request is done
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
