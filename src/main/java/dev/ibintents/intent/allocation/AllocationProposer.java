package dev.ibintents.intent.allocation;

import dev.ibintents.environment.Configuration;
import dev.ibintents.environment.ConfigurationException;
import dev.ibintents.environment.Problem;
import dev.ibintents.gateway.ContractSpec;
import dev.ibintents.gateway.ResolvedContract;
import dev.ibintents.intent.Account;
import dev.ibintents.intent.KnownStrategies;
import dev.ibintents.intent.reconciliation.HoldingsMismatchException;
import dev.ibintents.intent.trade.BrokerQuestion;
import dev.ibintents.intent.trade.CashCover;
import dev.ibintents.intent.trade.MarketGate;
import dev.ibintents.intent.trade.NothingToDo;
import dev.ibintents.intent.trade.OrderContext;
import dev.ibintents.intent.trade.PlacedOrder;
import dev.ibintents.intent.trade.PlannedTrades;
import dev.ibintents.intent.trade.Skipped;
import dev.ibintents.intent.trade.TradePlan;
import dev.ibintents.intent.trade.TradingTools;
import dev.ibintents.intent.trade.Violations;
import dev.ibintents.trading.allocation.Allocator;
import dev.ibintents.trading.allocation.CheckedOrder;
import dev.ibintents.trading.allocation.PreTradeLimits;
import dev.ibintents.trading.allocation.Trade;
import dev.ibintents.trading.books.Reconciled;
import dev.ibintents.trading.order.ConsolidatedTrade;
import dev.ibintents.trading.order.OrderProperties;
import dev.ibintents.trading.order.PlannedOrder;
import dev.ibintents.trading.preview.BrokerPreview;
import dev.ibintents.trading.preview.MarginLimits;
import dev.ibintents.trading.preview.SaleProceeds;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Turns the strategies' signals into a plan, from targets and trades to orders. It places no order.
 */
public final class AllocationProposer {
  private final TradingTools tools;
  private final StrategyChoice choice;
  private final OrderProperties orderProperties;
  private final MarketGate gate;
  private final Supplier<Reconciled> books;
  private final AllocationSources sources;
  private final StrategySignals signals;
  private final BrokerQuestion brokerQuestion;

  /**
   * @param tools the invocation's tools
   * @param named the strategies that the request names; all with exposure if empty
   * @param orderProperties the order fields that the request changes
   * @param gate says which contracts can be traded now
   * @param brokerQuestion asks the broker about the margin of the orders
   * @param books the books, brought in line with the broker when they are first asked for: the
   *     strategies' holdings, and their open orders as far as the broker confirms them
   */
  public AllocationProposer(
      TradingTools tools,
      List<String> named,
      OrderProperties orderProperties,
      MarketGate gate,
      BrokerQuestion brokerQuestion,
      Supplier<Reconciled> books) {
    this.tools = tools;
    this.choice = StrategyChoice.of(named, configuration(tools).exposure());
    this.orderProperties = orderProperties;
    this.gate = gate;
    this.brokerQuestion = brokerQuestion;
    this.books = books;
    this.sources = new AllocationSources(tools, choice, books);
    this.signals = new StrategySignals(tools, orderProperties, sources);
  }

  private static Configuration configuration(TradingTools tools) {
    return tools.environment().configuration();
  }

  /** The answer if the configuration says that nothing is traded. */
  public Optional<Object> nothingToDo() {
    return choice.exposure().overall().signum() == 0
        ? Optional.of(new NothingToDo("exposure.overall is 0, so nothing is allocated"))
        : Optional.empty();
  }

  /** The refusal if no document of the chosen strategies with exposure can be read. */
  public Optional<ConfigurationException> refusal(KnownStrategies known) {
    return known.refusal(choice.withExposure());
  }

  /**
   * The contracts that the strategies want, hold or have on order, by the books as they are. It
   * reports nothing, and writes nothing unless a strategy asks for its holdings.
   */
  public MarketGate.Needed needed() {
    return nothingToDo().isPresent()
        ? MarketGate.Needed.NONE
        : new NeededContracts(tools, signals).of(choice.withExposure());
  }

  /**
   * Sends the requests for contracts and prices that the signals will need, as far as the
   * strategies' documents name them. It does not wait.
   */
  public void askAhead() {
    List<ContractSpec> specs = signals.contracts(choice.withExposure());
    tools.contracts().ask(specs);
    tools.quotes().askAhead(specs);
  }

  /**
   * The plan, from signals to orders.
   *
   * @throws HoldingsMismatchException if holdings and portfolio differ in a contract that the plan
   *     would trade. This also applies to a dry run, because a plan on wrong books would not be
   *     carried out
   */
  public TradePlan propose() {
    Reconciled reconciled = books.get();
    BigDecimal netLiquidation =
        Account.amount(Account.netLiquidation(reconciled.basis().updates()));
    Skipped skipped = new Skipped();

    List<AllocatedStrategy> strategies =
        new SignalCollector(tools, choice, skipped, signals).collect(reconciled);
    AllocationMarket market = AllocationMarket.ask(tools, reconciled, strategies);
    Map<String, Map<Integer, String>> closed = closed(strategies, market);
    Allocator.Allotment allotment = allot(strategies, market, netLiquidation, closed);
    requireOpen(allotment, market, closed);
    leaveOut(allotment, market, skipped);
    HoldingsMismatchException.requireMatchIn(traded(allotment), reconciled);

    AllocationOrders made =
        AllocationOrders.of(tools, orderProperties, strategies, market, allotment);
    made.unpriced()
        .forEach((name, reason) -> skipped.asFailed(name, Problem.Code.NO_PRICE, reason));
    CashCover.Fit fit = covered(made.orders(), market, reconciled);
    fit.scaled().forEach(skipped::asMeant);
    List<PlannedOrder> orders = fit.orders().stream().map(market::believed).toList();
    boolean isMarginLimited = isMarginLimited(orders, market);
    Optional<BrokerPreview> broker = brokerQuestion.ask(orders, netLiquidation, isMarginLimited);
    Violations violations =
        Violations.of(
                made.misfits(),
                PreTradeLimits.of(configuration(tools).limits())
                    .violations(netLiquidation, market.positions(), CheckedOrder.of(orders)))
            .and(isMarginLimited ? overMargin(broker) : List.of())
            .and(fit.violations());
    OrderContext context =
        new OrderContext(market.pricing(), broker, tools.environment().clock().instant());
    List<AllocatedStrategy> planned =
        strategies.stream()
            .filter(strategy -> allotment.targets().containsKey(strategy.id()))
            .toList();
    AllocationFigures figures =
        new AllocationFigures(netLiquidation, strategies, market, allotment);
    return new TradePlan(
        tools.account(),
        new PlannedTrades(orders, market.crossings(made.crossed()), exposures(planned)),
        violations,
        skipped.undone(allotment.targets().isEmpty() || made.isNothingPriced()),
        new StrategyRecords(planned),
        legs ->
            figures.answer(
                PlacedOrder.of(orders, legs, context),
                skipped.reasons(),
                violations,
                context.plan()));
  }

  /** The orders that the cash covers, if the limits ask for it; else all orders. */
  private CashCover.Fit covered(
      List<PlannedOrder> orders, AllocationMarket market, Reconciled reconciled) {
    Configuration.Limits limits = configuration(tools).limits();
    if (!limits.noBorrowing()) {
      return CashCover.Fit.unlimited(orders);
    }
    Set<Integer> reducing = PreTradeLimits.reducing(market.positions(), CheckedOrder.of(orders));
    CashCover cash =
        new CashCover(
            tools.account(),
            reconciled.basis().updates(),
            reconciled.basis().openOrders(),
            market.pricing(),
            reducing,
            new TreeMap<>());
    CashCover withSales = cash.with(SaleProceeds.of(orders, market.pricing(), reducing));
    CashCover.Fit fit =
        limits.scaleToFit() ? withSales.scaled(orders, market::step) : withSales.checked(orders);
    return fit.inPhases(cash);
  }

  /** Whether the limits on margin concern these orders. Orders that only reduce are free. */
  private boolean isMarginLimited(List<PlannedOrder> orders, AllocationMarket market) {
    return MarginLimits.of(configuration(tools).limits())
        .concern(
            orders.stream().map(order -> order.contract().conId()).collect(Collectors.toSet()),
            PreTradeLimits.reducing(market.positions(), CheckedOrder.of(orders)));
  }

  private List<String> overMargin(Optional<BrokerPreview> broker) {
    return MarginLimits.of(configuration(tools).limits())
        .violations(broker.map(BrokerPreview::plan));
  }

  /** The contracts whose market is closed for a strategy's orders, by strategy and conId. */
  private Map<String, Map<Integer, String>> closed(
      List<AllocatedStrategy> strategies, AllocationMarket market) {
    Map<String, Map<Integer, String>> closed = new TreeMap<>();
    for (AllocatedStrategy strategy : strategies) {
      closed.put(
          strategy.id(),
          gate.leftAlone(
              strategy.conIds().stream()
                  .filter(market.contracts()::containsKey)
                  .map(market.contracts()::get)
                  .map(contract -> new MarketGate.Traded(contract, strategy.orderProperties()))
                  .toList()));
    }
    return closed;
  }

  /**
   * The targets and trades of all strategies. The settings that depend on sessions are looked at
   * only for contracts that would be traded.
   *
   * @param closed the contracts whose market is closed, by strategy and conId, with the reason
   */
  private Allocator.Allotment allot(
      List<AllocatedStrategy> strategies,
      AllocationMarket market,
      BigDecimal netLiquidation,
      Map<String, Map<Integer, String>> closed) {
    Map<Integer, String> untradable = new TreeMap<>();
    configuration(tools)
        .ignoredContracts()
        .forEach(
            conId -> untradable.put(conId, "ignoredContracts of the configuration has " + conId));
    Allocator allocator = new Allocator(market.instruments(), untradable);
    Allocator.Allotment without =
        allocator.allot(wishes(strategies, netLiquidation, closed, strategy -> Map.of()));
    if (strategies.stream().map(AllocatedStrategy::rebalance).noneMatch(RebalanceWaits::canWait)) {
      return without;
    }
    RebalanceWaits waits = new RebalanceWaits(tools, gate, sources);
    return allocator.allot(
        wishes(
            strategies,
            netLiquidation,
            closed,
            strategy -> waits.of(strategy, traded(strategy, without, market))));
  }

  private List<Allocator.Wish> wishes(
      List<AllocatedStrategy> strategies,
      BigDecimal netLiquidation,
      Map<String, Map<Integer, String>> closed,
      Function<AllocatedStrategy, Map<Integer, String>> waiting) {
    return strategies.stream()
        .map(
            strategy ->
                strategy.wish(
                    choice.exposure().capital(strategy.id(), netLiquidation),
                    closed.get(strategy.id()),
                    waiting.apply(strategy)))
        .toList();
  }

  /** The contracts that a strategy trades and does not close. */
  private static List<ResolvedContract> traded(
      AllocatedStrategy strategy, Allocator.Allotment allotment, AllocationMarket market) {
    return allotment.trades().stream()
        .filter(trade -> trade.strategy().equals(strategy.id()))
        .map(Trade::conId)
        .filter(strategy::wants)
        .map(market.contracts()::get)
        .toList();
  }

  /** Refuses the plan if it would trade in a closed market, and the request says so. */
  private void requireOpen(
      Allocator.Allotment allotment,
      AllocationMarket market,
      Map<String, Map<Integer, String>> closed) {
    SortedMap<String, String> reasons = new TreeMap<>();
    closed
        .values()
        .forEach(
            contracts ->
                contracts.forEach(
                    (conId, reason) -> {
                      if (allotment.skipped().containsKey(market.name(conId))) {
                        reasons.put(market.name(conId), reason);
                      }
                    }));
    gate.requireOpen(reasons);
  }

  private static void leaveOut(
      Allocator.Allotment allotment, AllocationMarket market, Skipped skipped) {
    allotment.skipped().forEach(skipped::asMeant);
    allotment
        .unallotted()
        .forEach((id, why) -> skipped.asFailed(id, code(why.cause()), reason(why, market)));
    allotment.tooSmall().forEach((conId, reason) -> skipped.asMeant(market.name(conId), reason));
  }

  private static Problem.Code code(Allocator.Cause cause) {
    return switch (cause) {
      case CONTRACT -> Problem.Code.CONTRACT_UNRESOLVED;
      case PRICE -> Problem.Code.NO_PRICE;
      case CAPITAL -> Problem.Code.STRATEGY_FAILED;
    };
  }

  /** The reason, with the gateway's messages about contracts that it does not know. */
  private static String reason(Allocator.Unallotted why, AllocationMarket market) {
    return why.cause() == Allocator.Cause.CONTRACT
        ? why.reason() + " (" + String.join("; ", market.unresolved().values()) + ")"
        : why.reason();
  }

  /** The conIds of the contracts that the account trades, or strategies trade between them. */
  private static Set<Integer> traded(Allocator.Allotment allotment) {
    return Stream.concat(
            allotment.consolidation().orders().stream(),
            allotment.consolidation().crossedInternally().stream())
        .map(ConsolidatedTrade::conId)
        .collect(Collectors.toSet());
  }

  private Map<String, BigDecimal> exposures(List<AllocatedStrategy> strategies) {
    Map<String, BigDecimal> exposures = new TreeMap<>();
    strategies.forEach(
        strategy -> exposures.put(strategy.id(), choice.exposure().of(strategy.id())));
    return exposures;
  }
}
