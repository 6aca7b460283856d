package dev.ibintents.ibapi;

import dev.ibintents.ibapi.message.Execution;
import dev.ibintents.ibapi.message.ExecutionData;
import dev.ibintents.ibapi.message.OpenOrder;
import dev.ibintents.ibapi.message.OrderStage;
import dev.ibintents.ibapi.message.OrderStatus;
import dev.ibintents.ibapi.message.Response;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The orders that a session has received messages about, with their state.
 *
 * <p>Gateways send openOrder and orderStatus without a request, repeat them, and send either first.
 * So each message updates its order, and no message is counted.
 *
 * <p>The key of an order is its permId, which the broker gives once and never changes. Until it has
 * one, the key is the client id with the order id.
 */
final class OpenTrades {
  private final Map<Key, TrackedOrder> orders = new LinkedHashMap<>();
  private final Map<CompletableFuture<Void>, List<Key>> awaited = new LinkedHashMap<>();
  private long messageCount;
  private final SessionEnd end;

  private record Key(long permId, int clientId, int orderId) {
    static Key of(long permId, int clientId, int orderId) {
      return permId == 0 ? new Key(0, clientId, orderId) : new Key(permId, 0, 0);
    }

    static Key of(OpenTrade trade) {
      long permId =
          trade.orderStatus().map(OrderStatus::permId).orElse(trade.openOrder().order().permId());
      return of(permId, trade.openOrder().order().clientId(), trade.openOrder().order().orderId());
    }

    /**
     * Written by hand, like equals: a record's generated methods are linked at run time, which
     * delays the first order.
     */
    @Override
    public int hashCode() {
      return Long.hashCode(permId) * 31 + clientId * 31 + orderId;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key key
          && key.permId == permId
          && key.clientId == clientId
          && key.orderId == orderId;
    }
  }

  /** The state of one order. */
  private static final class TrackedOrder {
    final int clientId;
    final int orderId;
    OpenOrder openOrder;
    OrderStatus status;
    BigDecimal executed = BigDecimal.ZERO;
    long lastMessage;

    /** Whether the gateway has since listed all open orders without this one. */
    boolean isUnlisted;

    TrackedOrder(int clientId, int orderId) {
      this.clientId = clientId;
      this.orderId = orderId;
    }

    OpenTrade trade() {
      return new OpenTrade(openOrder, Optional.ofNullable(status));
    }

    /**
     * Whether the order may still be filled. An Inactive order counts as open: it may be held only
     * for a while.
     */
    boolean isOpen() {
      return hasOpenOrder() && !isUnlisted && !isDone();
    }

    boolean hasOpenOrder() {
      return openOrder != null;
    }

    boolean isDone() {
      return OrderStage.of(trade().status()).isDone() || isExecuted();
    }

    /**
     * Whether executions fill the whole order. An order that is filled at once may get no status
     * that says so.
     */
    private boolean isExecuted() {
      BigDecimal total = openOrder.order().totalQuantity();
      return total.signum() > 0 && executed.compareTo(total) >= 0;
    }
  }

  /**
   * @param end says whether the session is over
   */
  OpenTrades(SessionEnd end) {
    this.end = end;
  }

  void received(Response message) {
    synchronized (this) {
      if (message instanceof OpenOrder open && !open.order().whatIf()) {
        order(open.order().permId(), open.order().clientId(), open.order().orderId()).openOrder =
            open;
      } else if (message instanceof OrderStatus status) {
        order(status.permId(), status.clientId(), status.orderId()).status = status;
      } else if (message instanceof ExecutionData data) {
        Execution execution = data.execution();
        TrackedOrder order = order(execution.permId(), execution.clientId(), execution.orderId());
        if (execution.cumQty() != null) {
          order.executed = order.executed.max(execution.cumQty());
        }
      } else {
        return;
      }
    }
    settleAwaited();
  }

  /** Finds or adds the order that a message is about. A new permId becomes its key. */
  private TrackedOrder order(long permId, int client, int orderId) {
    TrackedOrder former = permId == 0 ? null : orders.remove(Key.of(0, client, orderId));
    TrackedOrder order =
        orders.computeIfAbsent(
            Key.of(permId, client, orderId),
            key -> former == null ? new TrackedOrder(client, orderId) : former);
    order.lastMessage = ++messageCount;
    order.isUnlisted = false;
    return order;
  }

  /**
   * The orders that are neither filled nor cancelled, in the order in which they were first heard
   * of.
   */
  synchronized List<OpenTrade> list() {
    return orders.values().stream().filter(TrackedOrder::isOpen).map(TrackedOrder::trade).toList();
  }

  /** The orders that are open, or known to be done. */
  synchronized List<OpenTrade> all() {
    return orders.values().stream()
        .filter(order -> order.hasOpenOrder() && (order.isDone() || order.isOpen()))
        .map(TrackedOrder::trade)
        .toList();
  }

  /**
   * The orders that the gateway no longer lists, although no message reported their end. They have
   * reached the broker; how they ended is unknown.
   */
  synchronized List<OpenTrade> unlisted() {
    return orders.values().stream()
        .filter(order -> order.hasOpenOrder() && order.isUnlisted && !order.isDone())
        .map(TrackedOrder::trade)
        .toList();
  }

  /** The current position in the messages, for {@link #listedSince}. */
  synchronized long mark() {
    return messageCount;
  }

  /**
   * The open orders, once the gateway has listed all of them since the mark.
   *
   * <p>An order that is missing in the list is no longer open, whichever client placed it: the list
   * outranks earlier messages. An order first heard of after the mark stays, because the list may
   * not have it yet.
   */
  List<OpenTrade> listedSince(long mark) {
    synchronized (this) {
      orders.values().stream()
          .filter(order -> order.lastMessage <= mark)
          .forEach(order -> order.isUnlisted = true);
    }
    settleAwaited();
    return list();
  }

  /** A future that completes when none of the orders is open any more. */
  CompletableFuture<Void> whenGone(Collection<OpenTrade> trades) {
    CompletableFuture<Void> gone = new CompletableFuture<>();
    synchronized (this) {
      RuntimeException endCause = end.cause();
      if (endCause != null) {
        gone.completeExceptionally(endCause);
        return gone;
      }
      awaited.put(gone, trades.stream().map(Key::of).toList());
    }
    settleAwaited();
    return gone;
  }

  private void settleAwaited() {
    List<CompletableFuture<Void>> gone;
    synchronized (this) {
      if (awaited.isEmpty()) {
        return;
      }
      gone = new ArrayList<>();
      awaited.forEach(
          (future, keys) -> {
            if (keys.stream().noneMatch(this::isOpen)) {
              gone.add(future);
            }
          });
      awaited.keySet().removeAll(gone);
    }
    gone.forEach(future -> future.complete(null));
  }

  private boolean isOpen(Key key) {
    if (key.permId != 0) {
      TrackedOrder order = orders.get(key);
      return order != null && order.isOpen();
    }
    // The order may have received its permId in the meantime.
    return orders.values().stream()
        .anyMatch(
            order ->
                order.clientId == key.clientId && order.orderId == key.orderId && order.isOpen());
  }

  /** Fails the futures of {@link #whenGone}, because the session is over. */
  void end(RuntimeException cause) {
    List<CompletableFuture<Void>> failing;
    synchronized (this) {
      failing = List.copyOf(awaited.keySet());
      awaited.clear();
    }
    failing.forEach(future -> future.completeExceptionally(cause));
  }
}
