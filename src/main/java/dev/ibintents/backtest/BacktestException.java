package dev.ibintents.backtest;

/** The settings of a backtest cannot be used; the message says what would be right. */
public final class BacktestException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what is wrong, and what would be right
   */
  public BacktestException(String message) {
    super(message);
  }

  /**
   * @param message what is wrong, and what would be right
   */
  public BacktestException(String message, Throwable cause) {
    super(message, cause);
  }
}
