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
 * The orders that a session has heard of, and which of them are not done.
 *
 * <p>Gateways send openOrder and orderStatus unasked, repeat them, and send either first, so that
 * each message changes what is known of its order, and none is counted. An order is known by its
 * permId, which the broker gives it once and for all; until it has one, by its client's id for it.
 */
final class OpenTrades {
  private final Map<Key, Known> known = new LinkedHashMap<>();
  private final Map<CompletableFuture<Void>, List<Key>> awaited = new LinkedHashMap<>();
  private long messages;
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

    /** By hand, as is equals: a record's own are put together at run time, at its first order. */
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

  /** What is known of one order. */
  private static final class Known {
    final int clientId;
    final int orderId;
    OpenOrder openOrder;
    OrderStatus status;
    BigDecimal executed = BigDecimal.ZERO;
    long lastMessage;

    /** Whether the gateway has listed all open orders since, and this one is not among them. */
    boolean isUnlisted;

    Known(int clientId, int orderId) {
      this.clientId = clientId;
      this.orderId = orderId;
    }

    OpenTrade trade() {
      return new OpenTrade(openOrder, Optional.ofNullable(status));
    }

    /** An order that is Inactive may be held only for a while, and counts as open. */
    boolean isOpen() {
      return isHeardOf() && !isUnlisted && !isDone();
    }

    boolean isHeardOf() {
      return openOrder != null;
    }

    boolean isDone() {
      return OrderStage.of(trade().status()).isDone() || isExecuted();
    }

    /** An order that is filled at once may get no status that says so. */
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
        known(open.order().permId(), open.order().clientId(), open.order().orderId()).openOrder =
            open;
      } else if (message instanceof OrderStatus status) {
        known(status.permId(), status.clientId(), status.orderId()).status = status;
      } else if (message instanceof ExecutionData data) {
        Execution execution = data.execution();
        Known order = known(execution.permId(), execution.clientId(), execution.orderId());
        if (execution.cumQty() != null) {
          order.executed = order.executed.max(execution.cumQty());
        }
      } else {
        return;
      }
    }
    settleAwaited();
  }

  /** What is known of the order, which from its first permId on is known by that. */
  private Known known(long permId, int client, int orderId) {
    Known former = permId == 0 ? null : known.remove(Key.of(0, client, orderId));
    Known order =
        known.computeIfAbsent(
            Key.of(permId, client, orderId),
            key -> former == null ? new Known(client, orderId) : former);
    order.lastMessage = ++messages;
    order.isUnlisted = false;
    return order;
  }

  /** The orders that are not filled and not cancelled, in the order in which they were heard of. */
  synchronized List<OpenTrade> list() {
    return known.values().stream().filter(Known::isOpen).map(Known::trade).toList();
  }

  /** The orders that were heard of and that are open, or known to be done. */
  synchronized List<OpenTrade> all() {
    return known.values().stream()
        .filter(order -> order.isHeardOf() && (order.isDone() || order.isOpen()))
        .map(Known::trade)
        .toList();
  }

  /**
   * The orders that were heard of and that the gateway does not list any more, though nobody told
   * their end. They have reached the broker; how they have ended, this does not say.
   */
  synchronized List<OpenTrade> unlisted() {
    return known.values().stream()
        .filter(order -> order.isHeardOf() && order.isUnlisted && !order.isDone())
        .map(Known::trade)
        .toList();
  }

  /** A point in time, for {@link #listedSince}. */
  synchronized long mark() {
    return messages;
  }

  /**
   * The open orders, when the gateway has listed all of them since the mark. An order that it left
   * out is open no more, whoever placed it: the list outranks what this session has heard before.
   * One that was first heard of after the mark may be missing in the list, and stays.
   */
  List<OpenTrade> listedSince(long mark) {
    synchronized (this) {
      known.values().stream()
          .filter(order -> order.lastMessage <= mark)
          .forEach(order -> order.isUnlisted = true);
    }
    settleAwaited();
    return list();
  }

  /** Complete when none of the orders is open any more. */
  CompletableFuture<Void> whenGone(Collection<OpenTrade> trades) {
    CompletableFuture<Void> gone = new CompletableFuture<>();
    synchronized (this) {
      RuntimeException over = end.cause();
      if (over != null) {
        gone.completeExceptionally(over);
        return gone;
      }
      awaited.put(gone, trades.stream().map(Key::of).toList());
    }
    settleAwaited();
    return gone;
  }

  private void settleAwaited() {
    List<CompletableFuture<Void>> gone = new ArrayList<>();
    synchronized (this) {
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
      Known order = known.get(key);
      return order != null && order.isOpen();
    }
    // It may have got its permId since.
    return known.values().stream()
        .anyMatch(
            order ->
                order.clientId == key.clientId && order.orderId == key.orderId && order.isOpen());
  }

  /** Fails what still waits for orders to go. */
  void end(RuntimeException cause) {
    List<CompletableFuture<Void>> failing;
    synchronized (this) {
      failing = List.copyOf(awaited.keySet());
      awaited.clear();
    }
    failing.forEach(future -> future.completeExceptionally(cause));
  }
}
