package dev.ibintents.trading.ledger;

import java.time.Instant;

/** Another run holds the account, and this one could not wait any longer. Nothing was done. */
public final class LeaseHeldException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String owner;
  private final Instant until;

  LeaseHeldException(Lease held, String why, Throwable cause) {
    super(
        "another run trades this account: "
            + held
            + "; "
            + why
            + "; nothing was done, ask again later",
        cause);
    this.owner = held.owner();
    this.until = held.expiresAt();
  }

  /** The invocation that holds the account. */
  public String owner() {
    return owner;
  }

  /** When its lease runs out, unless it is renewed. */
  public Instant until() {
    return until;
  }
}
