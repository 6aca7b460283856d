package dev.ibintents.trading.run;

import dev.ibintents.trading.ledger.LegState;
import java.util.Objects;

/**
 * The proof that an order has reached the broker.
 *
 * @param state ACKNOWLEDGED, or DONE if the order has ended there
 * @param orderId the order id of its client; 0 if the broker does not report it
 * @param permId its permanent id in the account; 0 if the broker does not report it
 * @param message the broker's status or message; may be empty
 */
public record Sighting(LegState state, int orderId, long permId, String message) {
  /** Refuses states that prove nothing. */
  public Sighting {
    Objects.requireNonNull(message, "message");
    if (!state.isTaken()) {
      throw new IllegalArgumentException("an order that was seen is not " + state);
    }
  }

  /**
   * Merges two sightings of an order. A sighting with the state DONE takes precedence. Values that
   * it lacks come from the other sighting.
   */
  Sighting and(Sighting other) {
    Sighting first = other.state == LegState.DONE ? other : this;
    Sighting second = first == this ? other : this;
    return new Sighting(
        first.state,
        first.orderId == 0 ? second.orderId : first.orderId,
        first.permId == 0 ? second.permId : first.permId,
        first.message.isEmpty() ? second.message : first.message);
  }
}
