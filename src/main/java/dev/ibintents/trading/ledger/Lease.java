package dev.ibintents.trading.ledger;

import dev.ibintents.environment.TradingMode;
import dev.ibintents.store.Stored;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * The right to trade one account, held by one invocation. Only the store knows whether the lease is
 * still held. {@link Leases} and {@link RunLedger} read it there with each write.
 *
 * @param mode the trading mode, which says which account may be traded
 * @param owner the invocation that holds it, for messages
 * @param mark a random text by which the owner recognizes its own acquisition
 * @param token the fencing token, which grows with each acquisition; a write under a smaller token
 *     than the store's is refused
 * @param expiresAt the time from which it gives no right any more, unless it is renewed or released
 *     before
 * @param quietSince the end of the lease before it; nobody has sent anything since
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

  /** Whether a run was begun or taken over under it. */
  public boolean isOf(Run run) {
    return token == run.token();
  }

  /** The time for which it still gives the right to send orders; zero when it has expired. */
  public Duration remaining(Instant now) {
    return now.isBefore(expiresAt) ? Duration.between(now, expiresAt) : Duration.ZERO;
  }

  /** Whether it gives no right any more. */
  public boolean isExpired(Instant now) {
    return !now.isBefore(expiresAt);
  }

  /** Whether another invocation, whose clock may differ from the owner's, may take it now. */
  boolean mayBeTaken(Instant now) {
    return !now.isBefore(expiresAt.plus(Leases.MAX_CLOCK_SKEW));
  }

  /**
   * Refuses an expired lease. Call it on the lease that was just read from the store: only that one
   * has the present expiry.
   */
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
