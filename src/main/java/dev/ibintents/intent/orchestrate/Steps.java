package dev.ibintents.intent.orchestrate;

import dev.ibintents.intent.StepFailedException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Does one step after the other, and says which one has failed. */
final class Steps {
  private final Map<String, Object> done = new LinkedHashMap<>();

  /**
   * Does a step.
   *
   * @param name of the intent that does it alone
   * @return its answer
   * @throws StepFailedException if it fails
   */
  <T> T run(String name, Supplier<T> step) {
    try {
      T answer = step.get();
      done.put(name, answer);
      return answer;
    } catch (RuntimeException e) {
      throw new StepFailedException(name, done, e);
    }
  }
}
