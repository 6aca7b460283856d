package dev.ibintents.trading.books;

import dev.ibintents.ibapi.Fill;
import dev.ibintents.ibapi.OpenTrade;
import dev.ibintents.ibapi.SeenOrder;
import dev.ibintents.ibapi.message.CompletedOrder;
import dev.ibintents.ibapi.message.Order;
import dev.ibintents.ibapi.message.OrderStage;
import dev.ibintents.ibapi.message.OrderStatus;
import dev.ibintents.trading.BrokerDay;
import dev.ibintents.trading.PlainDecimal;
import dev.ibintents.trading.books.Books.OpenOrderEntry;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What has become of an order of the books, by what the broker says of it today. */
sealed interface OrderFate {
  /**
   * It can still be filled.
   *
   * @param status in the broker's words
   * @param quantity for how much it is by the broker, negative to sell
   * @param remaining how much of it the broker has left to fill, negative to sell
   */
  record Working(String status, BigDecimal quantity, BigDecimal remaining) implements OrderFate {
    static Working of(OpenTrade trade) {
      Order order = trade.openOrder().order();
      BigDecimal total = order.totalQuantity();
      return new Working(
          trade.status(),
          PlainDecimal.of(order.signed(total == null ? BigDecimal.ZERO : total)),
          PlainDecimal.of(trade.signedRemaining()));
    }

    Working and(Working other) {
      return new Working(
          status,
          PlainDecimal.of(quantity.add(other.quantity)),
          PlainDecimal.of(remaining.add(other.remaining)));
    }
  }

  /**
   * Nothing more of it will be filled.
   *
   * @param executed how much of it was filled, negative for a sale
   * @param how in the broker's words
   */
  record Ended(BigDecimal executed, String how) implements OrderFate {}

  /**
   * The broker does not say.
   *
   * @param isVanished whether it never will, because the order is of an earlier day of the broker's
   *     and none of its lists of today has it
   * @param because why that is not enough to know
   */
  record Unknown(boolean isVanished, String because) implements OrderFate {}

  /**
   * Decides. Orders are open first, then completed, so what is in both lists has ended.
   *
   * @param order as it is in the books, when all its executions of today are booked
   * @param seen what the broker says of it; empty if nothing
   * @param now the broker's time
   */
  static OrderFate of(OpenOrderEntry order, Optional<SeenOrder> seen, Instant now) {
    return seen.map(one -> ofSeen(order, one)).orElseGet(() -> ofUnseen(order, now));
  }

  private static OrderFate ofSeen(OpenOrderEntry order, SeenOrder seen) {
    Map<Long, CompletedOrder> completed = new LinkedHashMap<>();
    seen.completed().forEach(one -> completed.put(one.order().permId(), one));
    Optional<Working> working = working(seen);
    if (working.isPresent()) {
      return working.get();
    }
    Set<OpenTrade> ended = new LinkedHashSet<>(seen.trades());
    ended.removeIf(trade -> completed.containsKey(permId(trade)));
    if (completed.isEmpty() && ended.isEmpty()) {
      return ofExecutionsAlone(order);
    }
    return ended(order, completed.values(), ended, seen.fills());
  }

  /** How far it has come if it can still be filled; empty if it cannot, or that is not said. */
  static Optional<Working> working(SeenOrder seen) {
    Set<Long> completed =
        seen.completed().stream().map(one -> one.order().permId()).collect(Collectors.toSet());
    return seen.trades().stream()
        .filter(trade -> !OrderStage.of(trade.status()).isDone())
        .filter(trade -> !isExecuted(trade, seen.fills()))
        .filter(trade -> !completed.contains(permId(trade)))
        .map(Working::of)
        .reduce(Working::and);
  }

  private static OrderFate ended(
      OpenOrderEntry order,
      Iterable<CompletedOrder> completed,
      Iterable<OpenTrade> trades,
      List<Fill> fills) {
    BigDecimal amount = BigDecimal.ZERO;
    String how = "";
    for (OpenTrade trade : trades) {
      amount = amount.add(amount(trade, fills));
      how = trade.status();
    }
    for (CompletedOrder one : completed) {
      BigDecimal filled = one.order().filledQuantity();
      if (filled == null) {
        return new Unknown(
            false, "the broker says that it has ended, and not how much of it was filled");
      }
      // An execution may show up after the end that does not count it.
      amount = amount.add(filled.max(executed(one.order().permId(), fills)));
      String status = one.state().completedStatus();
      how = status.isEmpty() ? one.state().status() : status;
    }
    boolean sells = order.quantity().signum() < 0;
    return new Ended(PlainDecimal.of(sells ? amount.negate() : amount), how);
  }

  /** An order that is filled at once may get no status that says so. */
  private static boolean isExecuted(OpenTrade trade, List<Fill> fills) {
    BigDecimal total = trade.openOrder().order().totalQuantity();
    return total != null && total.signum() > 0 && executed(trade, fills).compareTo(total) >= 0;
  }

  private static BigDecimal amount(OpenTrade trade, List<Fill> fills) {
    BigDecimal said =
        trade
            .orderStatus()
            .flatMap(status -> Optional.ofNullable(status.filled()))
            .orElse(BigDecimal.ZERO);
    return said.max(executed(trade, fills));
  }

  private static BigDecimal executed(OpenTrade trade, List<Fill> fills) {
    return executed(permId(trade), fills);
  }

  private static BigDecimal executed(long permId, List<Fill> fills) {
    return PlainDecimal.sum(
        fills.stream()
            .filter(fill -> fill.execution().permId() == permId)
            .map(fill -> fill.execution().shares())
            .toList());
  }

  private static long permId(OpenTrade trade) {
    return trade
        .orderStatus()
        .map(OrderStatus::permId)
        .filter(permId -> permId != 0)
        .orElse(trade.openOrder().order().permId());
  }

  private static OrderFate ofExecutionsAlone(OpenOrderEntry order) {
    return isComplete(order)
        ? new Ended(order.executed(), "Filled")
        : new Unknown(
            false,
            "the broker has executed some of it, and says neither that it is open nor that it has"
                + " ended");
  }

  private static OrderFate ofUnseen(OpenOrderEntry order, Instant now) {
    if (isComplete(order)) {
      return new Ended(order.executed(), "Filled");
    }
    boolean isVanished = BrokerDay.of(order.timestamp()).isBefore(BrokerDay.of(now));
    return isVanished
        ? new Unknown(
            true,
            "it is of "
                + BrokerDay.of(order.timestamp())
                + ", and the broker has forgotten what became of it then")
        : new Unknown(
            false, "it is of today, and the broker lists it neither as open nor as ended");
  }

  private static boolean isComplete(OpenOrderEntry order) {
    return order.quantity().signum() != 0
        && order.executed().abs().compareTo(order.quantity().abs()) >= 0;
  }
}
