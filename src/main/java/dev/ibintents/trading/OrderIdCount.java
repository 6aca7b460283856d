package dev.ibintents.trading;

import java.time.Instant;
import java.util.Objects;

/**
 * How far the gateway had counted this client's order ids. It counts an order when it takes it, so
 * one whose id it has not come to has never arrived; of the others it may have passed any on.
 *
 * @param nextValidId the lowest id that the gateway had not taken
 * @param askedAt when it was asked, before this invocation has sent any order itself
 */
public record OrderIdCount(int nextValidId, Instant askedAt) {
  /** Refuses {@code null}. */
  public OrderIdCount {
    Objects.requireNonNull(askedAt, "askedAt");
  }

  /** Whether the gateway had taken an order of this id. */
  boolean has(int orderId) {
    return orderId < nextValidId;
  }
}
