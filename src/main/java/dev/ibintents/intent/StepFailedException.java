package dev.ibintents.intent;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One of several steps failed, and the steps after it did not begin. The cause is the step's own
 * failure, which decides the answer's status.
 */
public final class StepFailedException extends RuntimeException implements Detailed {
  private static final long serialVersionUID = 1L;

  private final transient Details details;
  private final transient RuntimeException failure;

  /**
   * The part of the answer that stands beside the failure's own figures.
   *
   * @param step the name of the failed step
   * @param done the answers of the steps before it, by name
   */
  record Details(String step, Map<String, Object> done) {}

  /** Wraps the failure of a step. */
  public StepFailedException(String step, Map<String, Object> done, RuntimeException cause) {
    super("in " + step + ": " + Activity.words(cause), cause);
    this.details = new Details(step, new LinkedHashMap<>(done));
    this.failure = cause;
  }

  /** The step's failure. */
  RuntimeException failure() {
    return failure;
  }

  /** The same failed step with another failure. */
  StepFailedException with(RuntimeException replacement) {
    return new StepFailedException(details.step(), details.done(), replacement);
  }

  @Override
  public Object details() {
    return details;
  }
}
