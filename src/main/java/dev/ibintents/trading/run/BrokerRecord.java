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
 * Which orders the broker says it has ever seen, by their orderRefs.
 *
 * <p>It proves something only if it is whole: all three lists came to their ends. Open orders (of
 * all clients) are to be asked for first, then completed orders, then executions: an order on its
 * way from one to the next is then seen at least once. Where one of them fails, there is no record,
 * and nothing to decide upon.
 *
 * <p>Silence about an order proves something only if the gateway was linked with the broker too. A
 * gateway that has lost it (1100) keeps what it is sent, may send it on later, and need not tell a
 * new client that it has lost anything. And it proves nothing about an order that the gateway has
 * taken: it may have been restarted since, which empties its lists, have answered with an error of
 * which nobody knows what it means, or hold the order until somebody transmits it by hand.
 *
 * @param sightings what was seen, by orderRef
 * @param askedAt when the first list was asked for
 * @param answeredAt when the last one had ended
 * @param emptiedAt when the gateway was started, if that is known: a start empties its lists
 * @param count how far the gateway had counted order ids, asked for before the first list
 * @param isLinkProven whether the broker itself had answered something in this session before the
 *     first list was asked for, so that whatever the gateway had kept had gone on to it
 */
public record BrokerRecord(
    Map<String, Sighting> sightings,
    Instant askedAt,
    Instant answeredAt,
    Optional<Instant> emptiedAt,
    OrderIdCount count,
    boolean isLinkProven) {

  /** Copies the map. */
  public BrokerRecord {
    sightings = Map.copyOf(sightings);
    if (answeredAt.isBefore(askedAt)) {
      throw new IllegalArgumentException("answered at " + answeredAt + ", asked at " + askedAt);
    }
  }

  /** What was seen of an order. */
  public Optional<Sighting> of(String orderRef) {
    return Optional.ofNullable(sightings.get(orderRef));
  }

  /** Gathers the three lists. */
  public static final class Builder {
    private final Map<String, Sighting> sightings = new LinkedHashMap<>();

    /** Adds an open order, of whichever client. */
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

    /** Adds an execution: its order has arrived; whether it has ended, this does not say. */
    public Builder execution(Execution execution) {
      Sighting sighting =
          new Sighting(LegState.ACKNOWLEDGED, execution.orderId(), execution.permId(), "");
      return add(execution.orderRef(), sighting);
    }

    /** The record. */
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
