package dev.ibintents.intent.allocation;

import dev.ibintents.intent.trade.Consolidated;
import dev.ibintents.intent.trade.PlacedOrder;
import dev.ibintents.intent.trade.Violations;
import dev.ibintents.trading.Quantities;
import dev.ibintents.trading.allocation.Allocator;
import dev.ibintents.trading.allocation.Consolidation;
import dev.ibintents.trading.allocation.Trade;
import dev.ibintents.trading.order.ConsolidatedTrade;
import dev.ibintents.trading.preview.PlanMargin;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The figures of an allocation, for its answer.
 *
 * @param netLiquidation the account's net liquidation value, in the base currency
 * @param strategies the strategies that took part
 * @param market the contracts and prices
 * @param allotment the targets and trades
 */
record AllocationFigures(
    BigDecimal netLiquidation,
    List<AllocatedStrategy> strategies,
    AllocationMarket market,
    Allocator.Allotment allotment) {

  /**
   * The answer.
   *
   * @param orders the placed or planned orders
   * @param skipped the strategies and contracts that were not traded, by name, with the reason
   * @param violations the reasons why the orders must not be sent
   * @param margin the margin of the plan; {@code null} if the broker was not asked
   */
  AllocationAnswer answer(
      List<PlacedOrder> orders,
      SortedMap<String, String> skipped,
      Violations violations,
      PlanMargin margin) {
    return new AllocationAnswer(
        netLiquidation,
        signals(),
        holdings(),
        targets(),
        trades(),
        leftAlone(),
        market.quotes().fxToBase(),
        contractIds(),
        consolidated(),
        orders,
        skipped,
        violations.limits(),
        violations.misfits(),
        margin);
  }

  private SortedMap<String, SortedMap<String, BigDecimal>> signals() {
    SortedMap<String, SortedMap<String, BigDecimal>> signals = new TreeMap<>();
    for (AllocatedStrategy strategy : strategies) {
      SortedMap<String, BigDecimal> named = new TreeMap<>();
      strategy
          .signals()
          .byContract()
          .forEach((contract, signal) -> named.put(contract.localSymbol(), signal));
      signals.put(strategy.id(), named);
    }
    return signals;
  }

  private SortedMap<String, SortedMap<String, BigDecimal>> holdings() {
    SortedMap<String, SortedMap<String, BigDecimal>> holdings = new TreeMap<>();
    strategies.forEach(strategy -> holdings.put(strategy.id(), named(strategy.holdings())));
    return holdings;
  }

  private SortedMap<String, SortedMap<String, BigDecimal>> targets() {
    SortedMap<String, SortedMap<String, BigDecimal>> targets = new TreeMap<>();
    allotment.targets().forEach((id, positions) -> targets.put(id, named(positions)));
    return targets;
  }

  private SortedMap<String, SortedMap<String, BigDecimal>> trades() {
    SortedMap<String, SortedMap<String, BigDecimal>> trades = new TreeMap<>();
    for (Trade trade : allotment.trades()) {
      trades
          .computeIfAbsent(trade.strategy(), id -> new TreeMap<>())
          .put(market.name(trade.conId()), trade.quantity());
    }
    return trades;
  }

  private SortedMap<String, SortedMap<String, String>> leftAlone() {
    SortedMap<String, SortedMap<String, String>> leftAlone = new TreeMap<>();
    allotment
        .leftAlone()
        .forEach(
            (id, reasons) -> {
              SortedMap<String, String> named = new TreeMap<>();
              reasons.forEach((conId, reason) -> named.put(market.name(conId), reason));
              leftAlone.put(id, named);
            });
    return leftAlone;
  }

  private SortedMap<String, Integer> contractIds() {
    SortedMap<String, Integer> contractIds = new TreeMap<>();
    market.contracts().forEach((conId, contract) -> contractIds.put(contract.localSymbol(), conId));
    return contractIds;
  }

  /** The trades that go to the broker and those that cancel out, in the order of conIds. */
  private List<Consolidated> consolidated() {
    Consolidation consolidation = allotment.consolidation();
    Map<Integer, Consolidated> byConId = new TreeMap<>();
    Stream.concat(consolidation.orders().stream(), consolidation.crossedInternally().stream())
        .forEach(trade -> byConId.put(trade.conId(), consolidated(trade)));
    return List.copyOf(byConId.values());
  }

  private Consolidated consolidated(ConsolidatedTrade trade) {
    return new Consolidated(
        market.name(trade.conId()), trade.quantity(), trade.source().byStrategy());
  }

  private SortedMap<String, BigDecimal> named(Quantities quantities) {
    SortedMap<String, BigDecimal> named = new TreeMap<>();
    quantities.forEach((conId, quantity) -> named.put(market.name(conId), quantity));
    return named;
  }

  private SortedMap<String, BigDecimal> named(Allocator.Targets targets) {
    SortedMap<String, BigDecimal> named = new TreeMap<>();
    targets
        .byContract()
        .forEach((conId, position) -> named.put(market.name(conId), position.quantity()));
    return named;
  }
}
