package dev.ibintents.backtest;

import dev.ibintents.store.NearNames;
import java.util.Collection;

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

  /**
   * The refusal of a strategy that does not exist.
   *
   * @param id the name that was asked for
   * @param known the strategies that exist
   */
  public static BacktestException noStrategy(String id, Collection<String> known) {
    return new BacktestException(
        "there is no strategy "
            + id
            + NearNames.suggestion(id, known)
            + "; the strategies are "
            + String.join(", ", known));
  }
}
