package dev.ibintents.intent.allocation;

import com.google.gson.JsonObject;
import dev.ibintents.intent.trade.TradingTools;
import dev.ibintents.trading.allocation.Allocator;
import dev.ibintents.trading.allocation.LimitPrices;
import dev.ibintents.trading.allocation.MarketOrders;
import dev.ibintents.trading.allocation.SeparateOrders;
import dev.ibintents.trading.allocation.SeparateOrders.Separate;
import dev.ibintents.trading.order.ConsolidatedTrade;
import dev.ibintents.trading.order.OrderProperties;
import dev.ibintents.trading.order.PlannedOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The orders of an allocation. Strategies with different order properties have different orders.
 *
 * @param orders the orders, sorted by conId
 * @param crossed the trades that cancel out between strategies
 * @param misfits the reasons why order properties do not fit the orders together
 * @param unpriced the reasons why orders are left out whose limit is an offset from a market price,
 *     by the contract's local symbol
 */
record AllocationOrders(
    List<PlannedOrder> orders,
    List<ConsolidatedTrade> crossed,
    List<String> misfits,
    SortedMap<String, String> unpriced) {
  /** Keeps copies. */
  AllocationOrders {
    orders = List.copyOf(orders);
    crossed = List.copyOf(crossed);
    misfits = List.copyOf(misfits);
    unpriced = new TreeMap<>(unpriced);
  }

  /**
   * Makes the orders for trades.
   *
   * @param tools the invocation's tools; its gateway is connected
   * @param asked the order properties of the request
   * @param strategies the strategies that take part
   * @param market the contracts and prices
   * @param allotment the trades
   */
  static AllocationOrders of(
      TradingTools tools,
      OrderProperties asked,
      List<AllocatedStrategy> strategies,
      AllocationMarket market,
      Allocator.Allotment allotment) {
    Map<String, OrderProperties> properties = new TreeMap<>();
    strategies.forEach(strategy -> properties.put(strategy.id(), strategy.orderProperties()));
    SeparateOrders separate =
        SeparateOrders.of(
            allotment.consolidation(),
            strategy -> properties.get(strategy).written(),
            market::step);
    Map<JsonObject, List<Separate>> byKind = new LinkedHashMap<>();
    for (Separate order : separate.orders()) {
      byKind
          .computeIfAbsent(properties.get(order.strategy()).written(), kind -> new ArrayList<>())
          .add(order);
    }
    List<PlannedOrder> orders = new ArrayList<>();
    List<LimitPrices.Limited> limited = new ArrayList<>();
    Set<String> misfits = new LinkedHashSet<>();
    for (List<Separate> alike : byKind.values()) {
      OrderProperties shared = properties.get(alike.get(0).strategy());
      MarketOrders marketOrders = tools.marketOrders(shared);
      List<PlannedOrder> made =
          marketOrders.of(alike.stream().map(Separate::trade).toList(), market.contracts()::get);
      misfits.addAll(marketOrders.misfits(made));
      for (PlannedOrder order : made) {
        PlannedOrder believed = market.believed(order);
        shared
            .limit()
            .ifPresentOrElse(
                limit ->
                    limited.add(
                        new LimitPrices.Limited(
                            believed, market.contracts().get(order.contract().conId()), limit)),
                () -> orders.add(believed));
      }
    }
    LimitPrices priced = LimitPrices.ask(tools.environment().gateway(), limited);
    orders.addAll(priced.orders());
    misfits.addAll(tools.marketOrders(asked).misfits(orders));
    orders.sort(Comparator.comparing(order -> order.contract().conId()));
    return new AllocationOrders(
        orders, separate.crossedInternally(), List.copyOf(misfits), priced.unpriced());
  }

  /** Whether nothing is traded, because no limit price is known. */
  boolean isNothingPriced() {
    return !unpriced.isEmpty() && orders.isEmpty() && crossed.isEmpty();
  }
}
