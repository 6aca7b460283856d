package dev.ibintents.trading.ledger;

import java.time.Instant;
import java.util.Objects;

/**
 * The gateway's count of one client's order ids. The gateway counts an order when it takes it. An
 * order whose id it has not reached has therefore never arrived. It may have passed any other order
 * on. It counts for each client separately, so this proves nothing about the orders of another
 * client.
 *
 * @param clientId the client
 * @param nextValidId the lowest id that the gateway had not taken
 * @param askedAt the time of the question, before this invocation has sent any order itself
 */
public record OrderIdCount(int clientId, int nextValidId, Instant askedAt) {
  /** Refuses {@code null}. */
  public OrderIdCount {
    Objects.requireNonNull(askedAt, "askedAt");
  }

  /** Whether it counts the order ids of the client that has sent a leg. */
  public boolean isAbout(Leg leg) {
    return leg.clientId().isPresent() && leg.clientId().getAsInt() == clientId;
  }

  /** Whether the gateway had taken an order of this id. */
  public boolean has(int orderId) {
    return orderId < nextValidId;
  }
}
