package dev.ibintents.trading.ledger;

/** Another run holds the account, and this run could not wait any longer. Nothing was done. */
public final class LeaseHeldException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LeaseHeldException(Lease held, String why, Throwable cause) {
    super(
        "another run trades this account: "
            + held
            + "; "
            + why
            + "; nothing was done, ask again later",
        cause);
  }
}
