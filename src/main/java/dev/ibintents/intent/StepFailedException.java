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

  /**
   * What the answer has beside the failure's own figures.
   *
   * @param step the step that has failed
   * @param done what the steps before it have answered, by their names
   */
  record Details(String step, Map<String, Object> done) {}

  StepFailedException(String step, Map<String, Object> done, RuntimeException cause) {
    super(
        "in " + step + ": " + cause.getClass().getSimpleName() + ": " + cause.getMessage(), cause);
    this.details = new Details(step, new LinkedHashMap<>(done));
  }

  @Override
  public Object details() {
    return details;
  }
}
