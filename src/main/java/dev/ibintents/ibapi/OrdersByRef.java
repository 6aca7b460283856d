package dev.ibintents.ibapi;

import dev.ibintents.ibapi.message.CompletedOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The orders that the broker has seen today, by orderRef.
 *
 * @param orders the orders by orderRef, without those that have none, such as orders of TWS
 * @param open the orders that can still be filled, including those without an orderRef
 * @param fills the day's executions, including those of orders without an orderRef
 */
public record OrdersByRef(Map<String, SeenOrder> orders, List<OpenTrade> open, List<Fill> fills) {
  /** Copies the collections. */
  public OrdersByRef {
    orders = Map.copyOf(orders);
    open = List.copyOf(open);
    fills = List.copyOf(fills);
  }

  /** The order with this orderRef; empty if the broker's lists of today do not have it. */
  public Optional<SeenOrder> of(String orderRef) {
    return Optional.ofNullable(orders.get(orderRef));
  }

  static OrdersByRef of(OpenTrades openTrades, List<CompletedOrder> completed, List<Fill> fills) {
    Map<String, List<OpenTrade>> trades = groupTrades(openTrades.all());
    Map<String, List<OpenTrade>> unlisted = groupTrades(openTrades.unlisted());
    Map<String, List<CompletedOrder>> completedByRef =
        groupByRef(completed, order -> order.order().orderRef());
    Map<String, List<Fill>> fillsByRef = groupByRef(fills, fill -> fill.execution().orderRef());
    Map<String, SeenOrder> seen = new TreeMap<>();
    for (Map<String, ?> group : List.of(trades, unlisted, completedByRef, fillsByRef)) {
      for (String orderRef : group.keySet()) {
        seen.computeIfAbsent(
            orderRef,
            ref ->
                new SeenOrder(
                    trades.getOrDefault(ref, List.of()),
                    unlisted.getOrDefault(ref, List.of()),
                    completedByRef.getOrDefault(ref, List.of()),
                    fillsByRef.getOrDefault(ref, List.of())));
      }
    }
    return new OrdersByRef(seen, openTrades.list(), fills);
  }

  private static Map<String, List<OpenTrade>> groupTrades(List<OpenTrade> trades) {
    return groupByRef(trades, trade -> trade.openOrder().order().orderRef());
  }

  private static <T> Map<String, List<T>> groupByRef(
      List<T> elements, Function<T, String> orderRef) {
    Map<String, List<T>> sorted = new TreeMap<>();
    for (T element : elements) {
      String ref = orderRef.apply(element);
      if (!ref.isEmpty()) {
        sorted.computeIfAbsent(ref, key -> new ArrayList<>()).add(element);
      }
    }
    return sorted;
  }
}
