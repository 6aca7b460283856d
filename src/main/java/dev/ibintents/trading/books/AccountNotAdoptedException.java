package dev.ibintents.trading.books;

/** The books were not given to another account; the message says why, and nothing was written. */
public final class AccountNotAdoptedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what is wrong, and what would be right
   */
  public AccountNotAdoptedException(String message) {
    super(message);
  }
}
