package dev.ibintents.intent;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A step of several has failed, and those after it were not begun. The failure itself is the cause,
 * and decides the answer's status.
 */
public final class StepFailedException extends RuntimeException implements Detailed {
  private static final long serialVersionUID = 1L;

  private final transient Details details;
  private final transient RuntimeException failure;

  /**
   * What the answer has beside the failure's own figures.
   *
   * @param step the step that has failed
   * @param done what the steps before it have answered, by their names
   */
  record Details(String step, Map<String, Object> done) {}

  public StepFailedException(String step, Map<String, Object> done, RuntimeException cause) {
    super(
        "in " + step + ": " + cause.getClass().getSimpleName() + ": " + cause.getMessage(), cause);
    this.details = new Details(step, new LinkedHashMap<>(done));
    this.failure = cause;
  }

  /** The step's failure. */
  RuntimeException failure() {
    return failure;
  }

  /** The same with another failure. */
  StepFailedException with(RuntimeException other) {
    return new StepFailedException(details.step(), details.done(), other);
  }

  @Override
  public Object details() {
    return details;
  }
}
