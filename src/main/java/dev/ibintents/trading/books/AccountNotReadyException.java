package dev.ibintents.trading.books;

/** The account's server is resetting, so its values may be wrong. */
public final class AccountNotReadyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param account the account
   */
  public AccountNotReadyException(String account) {
    super(
        "the server of "
            + account
            + " is resetting (AccountReady is false), and its values may be wrong; nothing was"
            + " booked or traded, try again in a few minutes");
  }
}
