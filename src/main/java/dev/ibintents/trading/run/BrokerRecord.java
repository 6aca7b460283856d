package dev.ibintents.trading.run;

import dev.ibintents.ibapi.message.CompletedOrder;
import dev.ibintents.ibapi.message.Execution;
import dev.ibintents.ibapi.message.OpenOrder;
import dev.ibintents.ibapi.message.Order;
import dev.ibintents.ibapi.message.OrderStage;
import dev.ibintents.trading.ledger.LegState;
import dev.ibintents.trading.ledger.OrderIdCount;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The orders that the broker reports as seen, by orderRef.
 *
 * <p>A record proves something only if all three of its lists came to their ends. Open orders of
 * all clients must be requested first, then completed orders, then executions. An order that moves
 * from one list to the next is then seen at least once. If a list fails, there is no record, and
 * recovery decides nothing.
 *
 * <p>An order that is missing in the record is proven not to exist only if the gateway was
 * connected to the broker. A gateway without that connection (error 1100) keeps orders and may send
 * them later. It may not tell a new client that the connection is lost.
 *
 * <p>Nothing is proven about an order that the gateway has taken. The gateway may have been
 * restarted since, which empties its lists. It may have answered with an unknown error. It may hold
 * the order until a person transmits it by hand.
 *
 * @param sightings the seen orders, by orderRef
 * @param askedAt when the first list was requested
 * @param answeredAt when the last list had ended
 * @param emptiedAt when the gateway was started, if that is known: a start empties its lists
 * @param count the gateway's next order id, requested before the first list
 * @param isLinkProven whether the broker itself had answered in this session before the first list
 *     was requested; then the gateway had passed on all orders that it had kept
 */
public record BrokerRecord(
    Map<String, Sighting> sightings,
    Instant askedAt,
    Instant answeredAt,
    Optional<Instant> emptiedAt,
    OrderIdCount count,
    boolean isLinkProven) {

  /** Copies the sightings. */
  public BrokerRecord {
    sightings = Map.copyOf(sightings);
    if (answeredAt.isBefore(askedAt)) {
      throw new IllegalArgumentException("answered at " + answeredAt + ", asked at " + askedAt);
    }
  }

  /** Returns the sighting of an order, if it was seen. */
  public Optional<Sighting> of(String orderRef) {
    return Optional.ofNullable(sightings.get(orderRef));
  }

  /** Collects the orders of the three lists. */
  public static final class Builder {
    private final Map<String, Sighting> sightings = new LinkedHashMap<>();

    /** Adds an open order of any client. */
    public Builder open(OpenOrder open) {
      OrderStage stage = open.state().stage();
      LegState state = stage.isDone() ? LegState.DONE : LegState.ACKNOWLEDGED;
      return add(open.order(), state, open.state().status());
    }

    /** Adds an order that has ended. */
    public Builder completed(CompletedOrder completed) {
      String status = completed.state().completedStatus();
      return add(
          completed.order(), LegState.DONE, status.isEmpty() ? completed.state().status() : status);
    }

    /** Adds an execution: its order has reached the broker, and may still be open. */
    public Builder execution(Execution execution) {
      Sighting sighting =
          new Sighting(LegState.ACKNOWLEDGED, execution.orderId(), execution.permId(), "");
      return add(execution.orderRef(), sighting);
    }

    /** Returns the record. */
    public BrokerRecord build(
        Instant askedAt,
        Instant answeredAt,
        Optional<Instant> emptiedAt,
        OrderIdCount count,
        boolean isLinkProven) {
      return new BrokerRecord(sightings, askedAt, answeredAt, emptiedAt, count, isLinkProven);
    }

    private Builder add(Order order, LegState state, String message) {
      return add(order.orderRef(), new Sighting(state, order.orderId(), order.permId(), message));
    }

    private Builder add(String orderRef, Sighting sighting) {
      if (!orderRef.isEmpty()) {
        sightings.merge(orderRef, sighting, Sighting::and);
      }
      return this;
    }
  }
}
