package dev.ibintents.intent.allocation;

import dev.ibintents.environment.Rebalance;
import dev.ibintents.strategy.InvocationContext.StateUse;
import dev.ibintents.strategy.Signals;
import dev.ibintents.trading.Quantities;
import dev.ibintents.trading.allocation.Allocator;
import dev.ibintents.trading.allocation.Rebalancing;
import dev.ibintents.trading.books.Reconciled;
import dev.ibintents.trading.order.OrderProperties;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A strategy that takes part in an allocation.
 *
 * @param id the name of the strategy
 * @param wanted its answer
 * @param holdings the quantities that it holds, by conId
 * @param stillToFill the unfilled quantities of its shares in open orders, by conId
 */
record AllocatedStrategy(
    String id, StrategySignals.Wanted wanted, Quantities holdings, Quantities stillToFill) {

  /**
   * Makes a strategy with its part of the books.
   *
   * @param reconciled the books, in line with the broker
   */
  static AllocatedStrategy of(String id, StrategySignals.Wanted wanted, Reconciled reconciled) {
    return new AllocatedStrategy(
        id, wanted, reconciled.holdings().of(id), reconciled.basis().shares().stillToFill(id));
  }

  /** The fraction of its capital that it wants in each contract. */
  Signals signals() {
    return wanted.signals();
  }

  /** The properties of its orders. */
  OrderProperties orderProperties() {
    return wanted.orderProperties();
  }

  /** Its settings about differences that are left alone. */
  Rebalance rebalance() {
    return wanted.rebalance();
  }

  /** Its memory; empty if it has not looked at it. */
  Optional<StateUse> state() {
    return wanted.state();
  }

  /** The conIds of the contracts that it wants, holds or has on order. */
  SortedSet<Integer> conIds() {
    SortedSet<Integer> conIds = new TreeSet<>(holdings.contracts());
    conIds.addAll(stillToFill.contracts());
    signals().byContract().keySet().forEach(contract -> conIds.add(contract.conId()));
    return conIds;
  }

  /** Its signals, by conId. */
  Map<Integer, BigDecimal> signalsByConId() {
    Map<Integer, BigDecimal> byConId = new LinkedHashMap<>();
    signals().byContract().forEach((contract, signal) -> byConId.put(contract.conId(), signal));
    return byConId;
  }

  /** Whether it has a signal other than 0 for a contract. */
  boolean wants(int conId) {
    return signals().byContract().entrySet().stream()
        .anyMatch(wanted -> wanted.getKey().conId() == conId && wanted.getValue().signum() != 0);
  }

  /**
   * The strategy's signals and holdings, for the allocator.
   *
   * @param capital the capital that it may use, in the base currency
   * @param closed the contracts whose market is closed for its orders, with the reason
   * @param waiting the contracts that its settings leave alone in this session, with the reason
   */
  Allocator.Wish wish(
      BigDecimal capital, Map<Integer, String> closed, Map<Integer, String> waiting) {
    return new Allocator.Wish(
        id,
        capital,
        signalsByConId(),
        holdings,
        stillToFill,
        closed,
        new Rebalancing(rebalance(), waiting));
  }
}
