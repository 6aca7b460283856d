package dev.ibintents.ibapi;

import dev.ibintents.ibapi.message.OpenOrder;
import dev.ibintents.ibapi.message.OrderStage;
import dev.ibintents.ibapi.message.OrderStatus;
import dev.ibintents.ibapi.message.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The orders that a session has heard of and that are not done.
 *
 * <p>Gateways send openOrder and orderStatus unasked, repeat them, and send either first, so that
 * each message changes what is known of its order, and none is counted. An order is known by its
 * permId, which the broker gives it once and for all; until it has one, by its client's id for it.
 */
final class OpenTrades {
  private final Map<Key, OpenOrder> orders = new LinkedHashMap<>();
  private final Map<Key, OrderStatus> statuses = new LinkedHashMap<>();

  private record Key(long permId, int clientId, int orderId) {
    static Key of(long permId, int clientId, int orderId) {
      return permId == 0 ? new Key(0, clientId, orderId) : new Key(permId, 0, 0);
    }
  }

  synchronized void received(Response message) {
    if (message instanceof OpenOrder openOrder) {
      put(
          orders,
          openOrder.order().permId(),
          openOrder.order().clientId(),
          openOrder.order().orderId(),
          openOrder);
    } else if (message instanceof OrderStatus status) {
      put(statuses, status.permId(), status.clientId(), status.orderId(), status);
    }
  }

  private static <M> void put(
      Map<Key, M> known, long permId, int clientId, int orderId, M message) {
    if (permId != 0) {
      known.remove(Key.of(0, clientId, orderId));
    }
    known.put(Key.of(permId, clientId, orderId), message);
  }

  /** The orders that are not filled and not cancelled, in the order in which they were heard of. */
  synchronized List<OpenTrade> list() {
    return orders.entrySet().stream()
        .map(
            entry ->
                new OpenTrade(entry.getValue(), Optional.ofNullable(statuses.get(entry.getKey()))))
        .filter(trade -> !isOver(trade))
        .toList();
  }

  /** An order that is Inactive may be held only for a while, and counts as open. */
  private static boolean isOver(OpenTrade trade) {
    return OrderStage.of(trade.status()).isDone();
  }
}
