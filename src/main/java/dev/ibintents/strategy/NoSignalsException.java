package dev.ibintents.strategy;

/** A strategy has no signals in this run. It is skipped, and its holdings stay as they are. */
public final class NoSignalsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Kind kind;

  /** The kinds of reasons for which there are no signals. */
  public enum Kind {
    /** The strategy's document, or its market data, makes no sense. */
    FAILED,
    /** There is no such strategy, or no such kind of strategy. */
    UNKNOWN,
    /** The signals, or the market data behind them, are too old. */
    STALE,
    /** A contract is not exactly one instrument. */
    UNRESOLVED,
    /** The user has switched the strategy off. */
    SWITCHED_OFF
  }

  /**
   * Creates an exception of the kind {@link Kind#FAILED}.
   *
   * @param reason the reason, in words that are clear without context in a run's report
   */
  public NoSignalsException(String reason) {
    this(Kind.FAILED, reason);
  }

  /**
   * Creates an exception.
   *
   * @param kind the kind of reason
   * @param reason the reason, in words that are clear without context in a run's report
   */
  public NoSignalsException(Kind kind, String reason) {
    super(reason);
    this.kind = kind;
  }

  /**
   * Creates an exception of the kind {@link Kind#FAILED}.
   *
   * @param reason the reason, in words that are clear without context in a run's report
   * @param cause the exception that caused it
   */
  public NoSignalsException(String reason, Throwable cause) {
    this(Kind.FAILED, reason, cause);
  }

  /**
   * Creates an exception.
   *
   * @param kind the kind of reason
   * @param reason the reason, in words that are clear without context in a run's report
   * @param cause the exception that caused it
   */
  public NoSignalsException(Kind kind, String reason, Throwable cause) {
    super(reason, cause);
    this.kind = kind;
  }

  /** Returns the kind of reason. */
  public Kind kind() {
    return kind;
  }

  /** Returns why there are no signals. */
  public String reason() {
    return getMessage();
  }
}
