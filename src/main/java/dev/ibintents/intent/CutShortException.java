package dev.ibintents.intent;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An intent failed after the process was told to end (SIGTERM). No order was sent after the signal.
 * The answer shows the work that the intent had done. The next request settles the work that was
 * left open.
 */
public final class CutShortException extends RuntimeException implements Detailed {
  private static final long serialVersionUID = 1L;

  private final transient Details details;

  /**
   * The part of the answer that stands beside the error.
   *
   * @param outcome the work of the intent, by subject, as in the activity
   */
  record Details(Map<String, Object> outcome) {}

  CutShortException(Map<String, Outcome> outcome, RuntimeException cause) {
    super(
        "this instance was told to end while the request was under way, and no order has left"
            + " since; ask again, and another instance takes it up. It ended with "
            + cause.getClass().getSimpleName()
            + ": "
            + cause.getMessage(),
        cause);
    this.details = new Details(Collections.unmodifiableMap(new LinkedHashMap<>(outcome)));
  }

  @Override
  public Object details() {
    return details;
  }
}
