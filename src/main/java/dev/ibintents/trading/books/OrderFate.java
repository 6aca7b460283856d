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
import dev.ibintents.trading.Shares;
import dev.ibintents.trading.books.Books.OpenOrderEntry;
import dev.ibintents.trading.ledger.Leg;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The fate of an order of the books, as far as the broker tells it today. */
public sealed interface OrderFate {
  /**
   * The order can still be filled.
   *
   * @param status its status in the broker's words
   * @param quantity its quantity at the broker, negative to sell
   * @param remaining the quantity that the broker has left to fill, negative to sell
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
   * The order has ended, and is filled no further.
   *
   * @param executed the filled quantity, negative for a sale
   * @param how the end in the broker's words, or the reason why the order counts as ended
   */
  record Ended(BigDecimal executed, String how) implements OrderFate {}

  /**
   * The broker does not tell the fate of the order.
   *
   * @param isVanished whether the broker will never tell it, because the order is of an earlier day
   *     and in none of today's lists
   * @param because the reason why the fate is not known
   */
  record Unknown(boolean isVanished, String because) implements OrderFate {}

  /**
   * The fate of an order of a run.
   *
   * @param seen the order in the broker's lists; empty if it is in none
   * @param now the broker's time
   */
  static OrderFate of(Leg leg, Optional<SeenOrder> seen, Instant now) {
    BigDecimal executed =
        PlainDecimal.sum(
            seen.stream()
                .flatMap(order -> order.fills().stream())
                .map(fill -> fill.execution().shares())
                .toList());
    OpenOrderEntry order = Books.open(leg, leg.order().account(), leg.sentAt().orElse(now));
    return of(order.with(Shares.NONE, leg.order().signed(executed)), seen, now);
  }

  /**
   * The fate of an order. Orders are open first, then completed. An order in both lists has
   * therefore ended.
   *
   * @param order the order in the books, after all its executions of today are posted
   * @param seen the order in the broker's lists; empty if it is in none
   * @param now the broker's time
   */
  static OrderFate of(OpenOrderEntry order, Optional<SeenOrder> seen, Instant now) {
    return seen.map(listed -> ofSeen(order, listed, now)).orElseGet(() -> ofUnseen(order, now));
  }

  private static OrderFate ofSeen(OpenOrderEntry order, SeenOrder seen, Instant now) {
    Map<Long, CompletedOrder> completed = new LinkedHashMap<>();
    seen.completed().forEach(end -> completed.put(end.order().permId(), end));
    Optional<Working> working = working(seen);
    if (working.isPresent()) {
      return working.get();
    }
    Set<OpenTrade> ended = new LinkedHashSet<>(seen.trades());
    ended.removeIf(trade -> completed.containsKey(permId(trade)));
    if (completed.isEmpty() && ended.isEmpty()) {
      return isOfPastDaysAlone(seen, now) ? ofUnseen(order, now) : ofExecutionsAlone(order);
    }
    return ended(order, completed.values(), ended, seen.fills());
  }

  /**
   * The open state of an order; empty if it cannot be filled any more, or if the broker does not
   * tell.
   */
  static Optional<Working> working(SeenOrder seen) {
    Set<Long> completed =
        seen.completed().stream().map(end -> end.order().permId()).collect(Collectors.toSet());
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
    for (CompletedOrder end : completed) {
      BigDecimal filled = end.order().filledQuantity();
      if (filled == null) {
        return new Unknown(
            false, "the broker says that it has ended, and not how much of it was filled");
      }
      // An execution may arrive after an end that does not count it.
      amount = amount.add(filled.max(executed(end.order().permId(), fills)));
      String status = end.state().completedStatus();
      how = status.isEmpty() ? end.state().status() : status;
    }
    boolean sells = order.quantity().signum() < 0;
    return new Ended(PlainDecimal.of(sells ? amount.negate() : amount), how);
  }

  /**
   * Whether the executions fill the order. An order that is filled at once may get no status that
   * says so.
   */
  private static boolean isExecuted(OpenTrade trade, List<Fill> fills) {
    BigDecimal total = trade.openOrder().order().totalQuantity();
    return total != null && total.signum() > 0 && executed(trade, fills).compareTo(total) >= 0;
  }

  private static BigDecimal amount(OpenTrade trade, List<Fill> fills) {
    BigDecimal reported =
        trade
            .orderStatus()
            .flatMap(status -> Optional.ofNullable(status.filled()))
            .orElse(BigDecimal.ZERO);
    return reported.max(executed(trade, fills));
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

  /** Whether only executions of past days show the order, which protobuf lists for a week. */
  private static boolean isOfPastDaysAlone(SeenOrder seen, Instant now) {
    return seen.unlisted().isEmpty()
        && !seen.fills().isEmpty()
        && seen.fills().stream().allMatch(fill -> BrokerDay.isPast(fill, now));
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
