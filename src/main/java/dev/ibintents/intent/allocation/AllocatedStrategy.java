package dev.ibintents.intent.allocation;

import dev.ibintents.strategy.Signals;
import dev.ibintents.trading.Quantities;
import dev.ibintents.trading.allocation.Allocator;
import dev.ibintents.trading.books.Reconciled;
import dev.ibintents.trading.order.OrderProperties;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A strategy that takes part in an allocation.
 *
 * @param id the name of the strategy
 * @param signals the fraction of its capital that it wants in each contract
 * @param holdings the quantities that it holds, by conId
 * @param stillToFill the unfilled quantities of its shares in open orders, by conId
 * @param orderProperties the properties of its orders
 */
record AllocatedStrategy(
    String id,
    Signals signals,
    Quantities holdings,
    Quantities stillToFill,
    OrderProperties orderProperties) {

  /**
   * Makes a strategy with its part of the books.
   *
   * @param reconciled the books, in line with the broker
   */
  static AllocatedStrategy of(
      String id, Signals signals, OrderProperties orderProperties, Reconciled reconciled) {
    return new AllocatedStrategy(
        id,
        signals,
        reconciled.holdings().of(id),
        reconciled.basis().shares().stillToFill(id),
        orderProperties);
  }

  /** The conIds of the contracts that it wants, holds or has on order. */
  SortedSet<Integer> conIds() {
    SortedSet<Integer> conIds = new TreeSet<>(holdings.contracts());
    conIds.addAll(stillToFill.contracts());
    signals.byContract().keySet().forEach(contract -> conIds.add(contract.conId()));
    return conIds;
  }

  /**
   * The strategy's signals and holdings, for the allocator.
   *
   * @param capital the capital that it may use, in the base currency
   */
  Allocator.Wish wish(BigDecimal capital) {
    Map<Integer, BigDecimal> byConId = new LinkedHashMap<>();
    signals.byContract().forEach((contract, signal) -> byConId.put(contract.conId(), signal));
    return new Allocator.Wish(id, capital, byConId, holdings, stillToFill);
  }
}
