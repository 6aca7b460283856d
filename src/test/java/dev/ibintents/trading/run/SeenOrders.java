package dev.ibintents.trading.run;

import static com.google.common.truth.Truth.assertWithMessage;

import dev.ibintents.trading.ledger.FaultyStore;
import dev.ibintents.trading.ledger.Leg;
import dev.ibintents.trading.ledger.LegState;
import dev.ibintents.trading.ledger.OrderIdCount;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A broker that accepts every order at once, and fails the test if an order arrives twice. */
public final class SeenOrders {
  private final Map<String, Sighting> orders = new HashMap<>();
  private final int deadlyMessage;
  private int messages;

  public SeenOrders() {
    this(0);
  }

  /**
   * Creates a broker without orders.
   *
   * @param deadlyMessage the number of the message, sent or received, at which the process dies,
   *     from 1; 0 for none
   */
  public SeenOrders(int deadlyMessage) {
    this.deadlyMessage = deadlyMessage;
  }

  public int messages() {
    return messages;
  }

  public Map<String, Sighting> orders() {
    return orders;
  }

  /** Accepts an order and acknowledges it. The process may die before either of the two. */
  public long place(Leg leg, int orderId) {
    message();
    Sighting seen = new Sighting(LegState.ACKNOWLEDGED, orderId, 1000 + orders.size(), "Submitted");
    assertWithMessage("order %s arrived twice", leg)
        .that(orders.put(leg.orderRef(), seen))
        .isNull();
    message();
    return seen.permId();
  }

  private void message() {
    messages++;
    if (messages == deadlyMessage) {
      throw new FaultyStore.Killed();
    }
  }

  public BrokerRecord record(Clock clock) {
    Instant now = clock.instant();
    int last = orders.values().stream().mapToInt(Sighting::orderId).max().orElse(0);
    return new BrokerRecord(
        orders, now, now, Optional.empty(), new OrderIdCount(1, last + 1, now), true);
  }
}
