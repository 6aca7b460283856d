package dev.ibintents.environment;

/** The configuration says {@code tradingEnabled: false}, and the intent is not exempt. */
public final class KillSwitchException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says that trading is disabled. */
  public KillSwitchException() {
    super("Trading disabled by kill switch.");
  }
}
