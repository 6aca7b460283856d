package dev.ibintents.intent;

import dev.ibintents.environment.Problem;
import dev.ibintents.environment.Problems;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The parts of a request that are left as they are, by name, each with the reason. Some are meant,
 * as the configuration says so; the others are problems.
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

  /** Tells of something that is left as it is, and was not asked for either. */
  public void unasked(String name, Problem.Code code, String reason) {
    asMeant(name, reason);
    problems.put(name, code);
  }

  /** Everything that is left out, with the reason. */
  public SortedMap<String, String> reasons() {
    return new TreeMap<>(reasons);
  }

  /** The parts of the request that are left out although they were meant. */
  public Set<String> failed() {
    return new TreeSet<>(failed);
  }

  public void report(Problems to) {
    problems.forEach(
        (name, code) -> to.add(code, name + " was left as it is: " + reasons.get(name)));
  }
}
