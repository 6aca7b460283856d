package dev.ibintents.strategy;

/** A strategy has no signals in this run. It is skipped, and its holdings stay as they are. */
public final class NoSignalsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param reason why, in words that stand for themselves in a run's report
   */
  public NoSignalsException(String reason) {
    super(reason);
  }

  /**
   * @param reason why, in words that stand for themselves in a run's report
   * @param cause what it came from
   */
  public NoSignalsException(String reason, Throwable cause) {
    super(reason, cause);
  }

  /** Why there are no signals. */
  public String reason() {
    return getMessage();
  }
}
