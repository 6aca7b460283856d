package dev.ibintents.strategy;

/** A strategy has no signals in this run. It is skipped, and its holdings stay as they are. */
public final class NoSignalsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Kind kind;

  /** The kinds of reasons for which there are no signals. */
  public enum Kind {
    /** The strategy's document, or what it computes on, makes no sense. */
    FAILED,
    /** There is no such strategy, or none of that kind. */
    UNKNOWN,
    /** The signals, or what they are computed on, are too old. */
    STALE,
    /** A contract is not exactly one instrument. */
    UNRESOLVED,
    /** The user has switched the strategy off. */
    SWITCHED_OFF
  }

  /**
   * A failure.
   *
   * @param reason why, in words that stand for themselves in a run's report
   */
  public NoSignalsException(String reason) {
    this(Kind.FAILED, reason);
  }

  /**
   * @param kind what kind of reason it is
   * @param reason why, in words that stand for themselves in a run's report
   */
  public NoSignalsException(Kind kind, String reason) {
    super(reason);
    this.kind = kind;
  }

  /**
   * A failure.
   *
   * @param reason why, in words that stand for themselves in a run's report
   * @param cause what it came from
   */
  public NoSignalsException(String reason, Throwable cause) {
    this(Kind.FAILED, reason, cause);
  }

  /**
   * @param kind what kind of reason it is
   * @param reason why, in words that stand for themselves in a run's report
   * @param cause what it came from
   */
  public NoSignalsException(Kind kind, String reason, Throwable cause) {
    super(reason, cause);
    this.kind = kind;
  }

  /** The kind of reason. */
  public Kind kind() {
    return kind;
  }

  /** Why there are no signals. */
  public String reason() {
    return getMessage();
  }
}
