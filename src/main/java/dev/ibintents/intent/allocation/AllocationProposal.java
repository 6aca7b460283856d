package dev.ibintents.intent.allocation;

import dev.ibintents.environment.Configuration;
import dev.ibintents.environment.Problems;
import dev.ibintents.gateway.ResolvedContract;
import dev.ibintents.intent.Skipped;
import dev.ibintents.intent.trade.Consolidated;
import dev.ibintents.intent.trade.LimitsExceededException;
import dev.ibintents.intent.trade.PlacedOrder;
import dev.ibintents.intent.trade.Proposal;
import dev.ibintents.strategy.Signals;
import dev.ibintents.trading.AccountPosition;
import dev.ibintents.trading.Holdings;
import dev.ibintents.trading.Quantities;
import dev.ibintents.trading.allocation.Allocator;
import dev.ibintents.trading.allocation.CheckedOrder;
import dev.ibintents.trading.allocation.LimitViolation;
import dev.ibintents.trading.allocation.MarketOrders;
import dev.ibintents.trading.allocation.PreTradeLimits;
import dev.ibintents.trading.allocation.Quotes;
import dev.ibintents.trading.allocation.Trade;
import dev.ibintents.trading.ledger.Leg;
import dev.ibintents.trading.order.ConsolidatedTrade;
import dev.ibintents.trading.order.PlannedOrder;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What an allocation has come to: orders within the limits, and how they were worked out. */
public final class AllocationProposal implements Proposal {
  private final Configuration configuration;
  private final String account;
  private final BigDecimal netLiquidation;
  private final Map<String, Signals> signals;
  private final Holdings holdings;
  private final Map<Integer, ResolvedContract> instruments;
  private final Quotes quotes;
  private final Allocator.Allotment allotment;
  private final Skipped skipped;
  private final List<PlannedOrder> orders;
  private final List<String> violations;
  private final List<String> misfits;

  /**
   * The answer; contracts are named by their local symbols.
   *
   * @param netLiquidation the account's, in the base currency
   * @param signals the fraction of its capital that each strategy wants in each contract
   * @param holdings what each strategy holds
   * @param targetPositions what each strategy is to hold
   * @param trades what each strategy trades
   * @param fx what currencies are worth in the base currency
   * @param contractIds the conIds of the contracts
   * @param consolidatedTrades what all strategies together trade; 0 where they cancel out
   * @param orders what became of the orders; what they would be in a dry run
   * @param skipped the strategies, and the contracts, that were left as they are, each with the
   *     reason
   * @param limits what a dry run would violate; a real run is refused for it
   * @param misfits why orderProperties do not fit the orders of a dry run, such as one price for
   *     several contracts; a real run is refused for it
   */
  public record AllocationAnswer(
      BigDecimal netLiquidation,
      SortedMap<String, SortedMap<String, BigDecimal>> signals,
      SortedMap<String, SortedMap<String, BigDecimal>> holdings,
      SortedMap<String, SortedMap<String, BigDecimal>> targetPositions,
      SortedMap<String, SortedMap<String, BigDecimal>> trades,
      SortedMap<String, BigDecimal> fx,
      SortedMap<String, Integer> contractIds,
      List<Consolidated> consolidatedTrades,
      List<PlacedOrder> orders,
      SortedMap<String, String> skipped,
      List<String> limits,
      List<String> misfits) {}

  AllocationProposal(
      Configuration configuration,
      String account,
      BigDecimal netLiquidation,
      List<AccountPosition> positions,
      Map<String, Signals> signals,
      Holdings holdings,
      Map<Integer, ResolvedContract> instruments,
      Quotes quotes,
      Allocator.Allotment allotment,
      MarketOrders marketOrders,
      Skipped skipped,
      boolean dryRun) {
    this.configuration = configuration;
    this.account = account;
    this.netLiquidation = netLiquidation;
    this.signals = signals;
    this.holdings = holdings;
    this.instruments = instruments;
    this.quotes = quotes;
    this.allotment = allotment;
    this.skipped = skipped;
    allotment.tooSmall().forEach((conId, reason) -> skipped.asMeant(name(conId), reason));
    this.orders = marketOrders.of(allotment.consolidation().orders(), instruments::get);
    this.violations =
        PreTradeLimits.of(configuration.limits())
            .violations(netLiquidation, positions, orders.stream().map(CheckedOrder::of).toList())
            .stream()
            .map(LimitViolation::message)
            .toList();
    this.misfits = marketOrders.misfits(orders);
    if (dryRun) {
      return;
    }
    marketOrders.requireFit(orders);
    if (!violations.isEmpty()) {
      throw new LimitsExceededException(violations);
    }
  }

  @Override
  public String account() {
    return account;
  }

  @Override
  public List<PlannedOrder> orders() {
    return orders;
  }

  @Override
  public List<ConsolidatedTrade> crossed() {
    return allotment.consolidation().crossedInternally();
  }

  @Override
  public Map<String, BigDecimal> exposures() {
    Map<String, BigDecimal> exposures = new TreeMap<>();
    signals.keySet().forEach(id -> exposures.put(id, configuration.exposure().of(id)));
    return exposures;
  }

  @Override
  public boolean leavesUndone() {
    return !skipped.failed().isEmpty();
  }

  @Override
  public void report(Problems problems) {
    skipped.report(problems);
  }

  @Override
  public boolean cameToNothing() {
    return !skipped.failed().isEmpty() && allotment.targets().isEmpty();
  }

  @Override
  public AllocationAnswer answer(List<Leg> legs) {
    SortedMap<String, SortedMap<String, BigDecimal>> wanted = new TreeMap<>();
    signals.forEach(
        (id, of) -> {
          SortedMap<String, BigDecimal> named = new TreeMap<>();
          of.byContract().forEach((contract, signal) -> named.put(contract.localSymbol(), signal));
          wanted.put(id, named);
        });
    SortedMap<String, SortedMap<String, BigDecimal>> held = new TreeMap<>();
    signals.keySet().forEach(id -> held.put(id, named(holdings.of(id))));
    SortedMap<String, SortedMap<String, BigDecimal>> targets = new TreeMap<>();
    allotment.targets().forEach((id, positions) -> targets.put(id, named(positions)));
    SortedMap<String, SortedMap<String, BigDecimal>> trades = new TreeMap<>();
    for (Trade trade : allotment.trades()) {
      trades
          .computeIfAbsent(trade.strategy(), id -> new TreeMap<>())
          .put(name(trade.conId()), trade.quantity());
    }
    SortedMap<String, Integer> contractIds = new TreeMap<>();
    instruments.forEach((conId, contract) -> contractIds.put(contract.localSymbol(), conId));
    return new AllocationAnswer(
        netLiquidation,
        wanted,
        held,
        targets,
        trades,
        quotes.fxToBase(),
        contractIds,
        consolidated(),
        PlacedOrder.of(orders, legs),
        skipped.reasons(),
        violations,
        misfits);
  }

  private List<Consolidated> consolidated() {
    Map<Integer, Consolidated> all = new TreeMap<>();
    allotment.consolidation().orders().forEach(trade -> all.put(trade.conId(), shown(trade)));
    allotment
        .consolidation()
        .crossedInternally()
        .forEach(trade -> all.put(trade.conId(), shown(trade)));
    return List.copyOf(all.values());
  }

  private Consolidated shown(ConsolidatedTrade trade) {
    return new Consolidated(name(trade.conId()), trade.quantity(), trade.source().byStrategy());
  }

  private SortedMap<String, BigDecimal> named(Quantities quantities) {
    SortedMap<String, BigDecimal> named = new TreeMap<>();
    quantities.forEach((conId, quantity) -> named.put(name(conId), quantity));
    return named;
  }

  private SortedMap<String, BigDecimal> named(Allocator.Targets targets) {
    SortedMap<String, BigDecimal> named = new TreeMap<>();
    targets.byContract().forEach((conId, position) -> named.put(name(conId), position.quantity()));
    return named;
  }

  /** A strategy may be named like a contract. */
  private String name(int conId) {
    ResolvedContract contract = instruments.get(conId);
    return contract == null ? Integer.toString(conId) : contract.localSymbol();
  }
}
