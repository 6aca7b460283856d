package dev.ibintents.trading.allocation;

import dev.ibintents.trading.Shares;
import dev.ibintents.trading.order.ConsolidatedTrade;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The trades of all strategies, one for each contract, sorted by conId. Opposite trades of
 * strategies cancel out, and only the difference is sent to the broker.
 *
 * @param orders the trades that are sent to the broker; none is 0
 * @param crossedInternally the trades in which strategies cancel out completely: no order is sent,
 *     and each strategy's holding changes by its share at once
 */
public record Consolidation(
    List<ConsolidatedTrade> orders, List<ConsolidatedTrade> crossedInternally) {
  /** Keeps copies. */
  public Consolidation {
    orders = List.copyOf(orders);
    crossedInternally = List.copyOf(crossedInternally);
  }

  /**
   * Consolidates trades. Several trades of one strategy in one contract are added up first. A
   * contract is left out if every strategy's sum is 0.
   */
  public static Consolidation of(List<Trade> trades) {
    SortedMap<Integer, Shares> sources = new TreeMap<>();
    for (Trade trade : trades) {
      sources.merge(trade.conId(), Shares.of(trade.strategy(), trade.quantity()), Shares::plus);
    }
    List<ConsolidatedTrade> orders = new ArrayList<>();
    List<ConsolidatedTrade> crossed = new ArrayList<>();
    sources.forEach(
        (conId, source) -> {
          ConsolidatedTrade trade = ConsolidatedTrade.of(conId, source);
          if (trade.quantity().signum() != 0) {
            orders.add(trade);
          } else if (!trade.source().isEmpty()) {
            crossed.add(trade);
          }
        });
    return new Consolidation(orders, crossed);
  }
}
