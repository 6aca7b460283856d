package dev.ibintents.intent;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The process was told to end (SIGTERM) while an intent was at work, which has failed because of it
 * or after it. No order has left since. The answer says what the intent had done by then; the next
 * request settles what it has left.
 */
public final class CutShortException extends RuntimeException implements Detailed {
  private static final long serialVersionUID = 1L;

  private final transient Details details;

  /**
   * What the answer says beside the error.
   *
   * @param outcome what the intent did, by what it is about, as the activity has it
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
