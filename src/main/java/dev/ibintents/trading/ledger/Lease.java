package dev.ibintents.trading.ledger;

import dev.ibintents.environment.TradingMode;
import dev.ibintents.store.Stored;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * The right to trade one account, held by one invocation. Whether it is held still, only the store
 * knows; {@link Leases} and {@link RunLedger} ask there with each write.
 *
 * @param mode which account may be traded
 * @param owner the invocation that holds it, for messages
 * @param mark random, so that the owner knows its own acquisition again
 * @param token grows with each acquisition; a write under a smaller one than the store's is refused
 * @param expiresAt from when on it gives no right any more, if it is not released or renewed before
 * @param quietSince when the lease before it had ended, so that nobody has sent anything since
 */
public record Lease(
    @Stored(id = true) TradingMode mode,
    String owner,
    String mark,
    long token,
    Instant expiresAt,
    Instant quietSince) {
  /** Refuses {@code null}. */
  public Lease {
    Objects.requireNonNull(mode, "mode");
    Objects.requireNonNull(owner, "owner");
    Objects.requireNonNull(mark, "mark");
    Objects.requireNonNull(expiresAt, "expiresAt");
    Objects.requireNonNull(quietSince, "quietSince");
  }

  /** The same lease with another expiry. */
  Lease until(Instant expiry) {
    return new Lease(mode, owner, mark, token, expiry, quietSince);
  }

  /** How long it still gives the right to send orders; zero when it has expired. */
  public Duration remaining(Instant now) {
    return now.isBefore(expiresAt) ? Duration.between(now, expiresAt) : Duration.ZERO;
  }

  /** Whether it gives no right any more. */
  public boolean isExpired(Instant now) {
    return !now.isBefore(expiresAt);
  }

  /** Whether somebody whose clock may differ from the owner's may take it now. */
  boolean mayBeTaken(Instant now) {
    return !now.isBefore(expiresAt.plus(Leases.MAX_CLOCK_SKEW));
  }

  /** To be asked of the lease as the store has it: others have no present expiry. */
  void requireUnexpired(Instant now) {
    if (isExpired(now)) {
      throw new LeaseLostException(this + " has expired at " + now + "; nothing more is sent");
    }
  }

  @Override
  public String toString() {
    return "the lease on "
        + mode
        + " trading (token "
        + token
        + ", held by "
        + owner
        + " until "
        + expiresAt
        + ")";
  }
}
