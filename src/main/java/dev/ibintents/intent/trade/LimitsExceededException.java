package dev.ibintents.intent.trade;

import java.util.List;

/** A run would exceed limits of the configuration; nothing was sent. */
public final class LimitsExceededException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Names every limit that the run would exceed. */
  public LimitsExceededException(List<String> violations) {
    super(
        "nothing was sent, because the run would exceed limits of the configuration: "
            + String.join("; ", violations));
  }
}
