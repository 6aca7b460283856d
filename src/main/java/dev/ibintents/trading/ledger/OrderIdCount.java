package dev.ibintents.trading.ledger;

import java.time.Instant;
import java.util.Objects;

/**
 * How far the gateway had counted one client's order ids. It counts an order when it takes it, so
 * one whose id it has not come to has never arrived; of the others it may have passed any on. It
 * counts for each client by itself, so this proves nothing about the orders of another client.
 *
 * @param clientId whose order ids
 * @param nextValidId the lowest id that the gateway had not taken
 * @param askedAt when it was asked, before this invocation has sent any order itself
 */
public record OrderIdCount(int clientId, int nextValidId, Instant askedAt) {
  /** Refuses {@code null}. */
  public OrderIdCount {
    Objects.requireNonNull(askedAt, "askedAt");
  }

  /** Whether it counts the order ids of the client that has sent an order. */
  public boolean isAbout(Leg leg) {
    return leg.clientId().isPresent() && leg.clientId().getAsInt() == clientId;
  }

  /** Whether the gateway had taken an order of this id. */
  public boolean has(int orderId) {
    return orderId < nextValidId;
  }
}
