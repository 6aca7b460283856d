package dev.ibintents.trading.statement;

/** A text that is no statement of the account, or lacks fields. Nothing was written. */
public final class InvalidStatementException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message names the fault, and says what would be right
   */
  public InvalidStatementException(String message) {
    super(message);
  }
}
