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
final class Skipped {
  private final SortedMap<String, String> reasons = new TreeMap<>();
  private final SortedMap<String, Problem.Code> problems = new TreeMap<>();
  private final SortedMap<String, String> messages = new TreeMap<>();

  /** Leaves a part out because that is meant. */
  void asMeant(String name, String reason) {
    reasons.merge(name, reason, (first, next) -> first + "; " + next);
  }

  /** Leaves a part out because something went wrong that has been reported. */
  void asReported(String name, Problem.Code code, String reason) {
    asMeant(name, reason);
    problems.put(name, code);
  }

  /** Leaves a part out because something went wrong. */
  void asFailed(String name, Problem.Code code, String reason) {
    asReported(name, code, reason);
    messages.put(name, name + " was left as it is: " + reason);
  }

  /** Everything that is left out, with the reason. */
  SortedMap<String, String> reasons() {
    return new TreeMap<>(reasons);
  }

  /** The parts that are left out although they were meant. */
  Set<String> failed() {
    return new TreeSet<>(problems.keySet());
  }

  void report(Problems to) {
    messages.forEach((name, message) -> to.add(problems.get(name), message));
  }
}
