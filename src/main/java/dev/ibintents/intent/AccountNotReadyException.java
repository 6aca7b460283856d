package dev.ibintents.intent;

/** The broker's server is resetting, and the account's values may be wrong until it has them. */
public final class AccountNotReadyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  AccountNotReadyException(String account) {
    super(
        "the broker's server is resetting, and what it says of account "
            + account
            + " may be wrong; nothing was done, ask again in some minutes");
  }
}
