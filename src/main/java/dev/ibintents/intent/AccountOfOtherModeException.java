package dev.ibintents.intent;

/** The account belongs to the other trading mode; nothing was written or sent. */
public final class AccountOfOtherModeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message names the account and the mode, and says what would be right
   */
  AccountOfOtherModeException(String message) {
    super(message);
  }
}
