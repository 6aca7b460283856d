package dev.ibintents.trading.allocation;

import dev.ibintents.trading.Shares;
import dev.ibintents.trading.order.ConsolidatedTrade;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The trades of all strategies, one for each contract, in the order of conIds. Opposite trades of
 * strategies are not sent to the broker: only the net goes out.
 *
 * @param orders the trades that go to the broker: none of them is 0
 * @param crossedInternally contracts in which strategies cancel out: no order goes out, and each
 *     strategy's holding moves by its source at once
 */
public record Consolidation(
    List<ConsolidatedTrade> orders, List<ConsolidatedTrade> crossedInternally) {
  /** Keeps copies. */
  public Consolidation {
    orders = List.copyOf(orders);
    crossedInternally = List.copyOf(crossedInternally);
  }

  /**
   * Consolidates trades; several of one strategy in one contract are added up first, and a contract
   * of which no strategy wants anything in the end is left out.
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
