package dev.ibintents.ibapi;

import dev.ibintents.ibapi.message.CompletedOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Which orders the broker has seen today, by their orderRefs. Orders without one, such as those of
 * TWS, are left out there.
 *
 * @param orders what was seen, by orderRef
 * @param open the orders that can still be filled, those without an orderRef too
 * @param fills the day's executions, those of orders without an orderRef too
 */
public record OrdersByRef(Map<String, SeenOrder> orders, List<OpenTrade> open, List<Fill> fills) {
  /** Keeps copies. */
  public OrdersByRef {
    orders = Map.copyOf(orders);
    open = List.copyOf(open);
    fills = List.copyOf(fills);
  }

  /** What was seen of an order; empty if the broker's lists of today do not name it. */
  public Optional<SeenOrder> of(String orderRef) {
    return Optional.ofNullable(orders.get(orderRef));
  }

  static OrdersByRef of(OpenTrades openTrades, List<CompletedOrder> completed, List<Fill> fills) {
    Map<String, List<OpenTrade>> tradesBy = byRef(openTrades.all());
    Map<String, List<OpenTrade>> unlistedBy = byRef(openTrades.unlisted());
    Map<String, List<CompletedOrder>> completedBy = by(completed, one -> one.order().orderRef());
    Map<String, List<Fill>> fillsBy = by(fills, fill -> fill.execution().orderRef());
    Map<String, SeenOrder> seen = new TreeMap<>();
    for (Map<String, ?> each : List.of(tradesBy, unlistedBy, completedBy, fillsBy)) {
      for (String orderRef : each.keySet()) {
        seen.computeIfAbsent(
            orderRef,
            ref ->
                new SeenOrder(
                    tradesBy.getOrDefault(ref, List.of()),
                    unlistedBy.getOrDefault(ref, List.of()),
                    completedBy.getOrDefault(ref, List.of()),
                    fillsBy.getOrDefault(ref, List.of())));
      }
    }
    return new OrdersByRef(seen, openTrades.list(), fills);
  }

  private static Map<String, List<OpenTrade>> byRef(List<OpenTrade> trades) {
    return by(trades, trade -> trade.openOrder().order().orderRef());
  }

  private static <T> Map<String, List<T>> by(List<T> all, Function<T, String> orderRef) {
    Map<String, List<T>> sorted = new TreeMap<>();
    for (T one : all) {
      String ref = orderRef.apply(one);
      if (!ref.isEmpty()) {
        sorted.computeIfAbsent(ref, key -> new ArrayList<>()).add(one);
      }
    }
    return sorted;
  }
}
