package dev.ibintents.intent.orchestrate;

import dev.ibintents.intent.StepFailedException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Runs steps one after another, and names the step that fails. */
final class Steps {
  private final Map<String, Object> done = new LinkedHashMap<>();

  /**
   * Runs a step.
   *
   * @param name the name of the intent that does the step alone
   * @return the answer of the step
   * @throws StepFailedException if the step fails
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
