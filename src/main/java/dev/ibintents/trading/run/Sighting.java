package dev.ibintents.trading.run;

import dev.ibintents.trading.ledger.LegState;
import java.util.Objects;

/**
 * Proof that an order has reached the broker.
 *
 * @param state ACKNOWLEDGED, or DONE if it has ended there
 * @param orderId its number within the client; 0 if the broker did not say
 * @param permId its number in the account; 0 if the broker did not say
 * @param message what the broker said of it; may be empty
 */
public record Sighting(LegState state, int orderId, long permId, String message) {
  /** Refuses states that prove nothing. */
  public Sighting {
    Objects.requireNonNull(message, "message");
    if (state != LegState.ACKNOWLEDGED && state != LegState.DONE) {
      throw new IllegalArgumentException("an order that was seen is not " + state);
    }
  }

  /** Two sightings of one order: that of its end wins, and what one does not say, the other may. */
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
