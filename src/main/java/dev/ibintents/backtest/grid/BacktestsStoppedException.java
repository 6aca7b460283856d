package dev.ibintents.backtest.grid;

/** Backtests were stopped before all were over; the message says why, and how many were over. */
public final class BacktestsStoppedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BacktestsStoppedException(String message) {
    super(message);
  }
}
