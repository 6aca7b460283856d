package dev.ibintents.intent.cash;

import dev.ibintents.environment.Problem;
import dev.ibintents.gateway.ResolvedContract;
import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.intent.trade.BrokerQuestion;
import dev.ibintents.intent.trade.MarketGate;
import dev.ibintents.intent.trade.OrderContext;
import dev.ibintents.intent.trade.PlacedOrder;
import dev.ibintents.intent.trade.PlannedTrades;
import dev.ibintents.intent.trade.RunBeginning;
import dev.ibintents.intent.trade.Skipped;
import dev.ibintents.intent.trade.TradePlan;
import dev.ibintents.intent.trade.TradingTools;
import dev.ibintents.intent.trade.Violations;
import dev.ibintents.trading.AccountPosition;
import dev.ibintents.trading.CurrencyPair;
import dev.ibintents.trading.PlainDecimal;
import dev.ibintents.trading.QuantityStep;
import dev.ibintents.trading.Shares;
import dev.ibintents.trading.UnitValue;
import dev.ibintents.trading.allocation.CashBalancing;
import dev.ibintents.trading.allocation.CheckedOrder;
import dev.ibintents.trading.allocation.MarketOrders;
import dev.ibintents.trading.allocation.PreTradeLimits;
import dev.ibintents.trading.order.OrderProperties;
import dev.ibintents.trading.order.PlannedOrder;
import dev.ibintents.trading.preview.BaseRate;
import dev.ibintents.trading.preview.PriceKind;
import dev.ibintents.trading.preview.Pricing;
import dev.ibintents.trading.preview.UsedPrice;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Plans the conversions that balance the account's cash. */
final class CashProposer {
  private final TradingTools tools;
  private final CashFigures figures;
  private final Map<CurrencyPair, ResolvedContract> pairs;
  private final MarketGate gate;
  private final BrokerQuestion brokerQuestion;
  private final Skipped skipped = new Skipped();

  /**
   * @param tools the invocation's tools; its gateway is connected
   * @param figures the balances, and the amounts to trade
   * @param pairs the broker's pairs for the currencies to trade
   * @param gate says which pairs can be traded now
   * @param brokerQuestion asks the broker about the margin of the orders
   */
  CashProposer(
      TradingTools tools,
      CashFigures figures,
      Map<CurrencyPair, ResolvedContract> pairs,
      MarketGate gate,
      BrokerQuestion brokerQuestion) {
    this.tools = tools;
    this.figures = figures;
    this.pairs = pairs;
    this.gate = gate;
    this.brokerQuestion = brokerQuestion;
  }

  /** Pairs in the form that the gate takes. */
  static List<MarketGate.Traded> traded(Collection<ResolvedContract> pairs) {
    return pairs.stream().map(pair -> new MarketGate.Traded(pair, OrderProperties.NONE)).toList();
  }

  /** The plan, from balances to orders. */
  TradePlan propose() {
    CashBalancing.Conversions conversions = figures.balancing().conversions(pairs.keySet());
    leave(figures.committed().unclear(), Problem.Code.CASH_UNCLEAR);
    leave(figures.balancing().skipped(), Problem.Code.NO_PRICE);
    leave(conversions.skipped(), Problem.Code.CONTRACT_UNRESOLVED);
    List<PlannedOrder> orders = orders(conversions.orders());
    Violations violations = violations(orders);
    OrderContext context =
        new OrderContext(
            pricing(orders),
            brokerQuestion.ask(orders, figures.netLiquidation(), false),
            tools.environment().clock().instant());
    return new TradePlan(
        tools.account(),
        new PlannedTrades(orders, List.of(), Map.of()),
        violations,
        skipped.undone(isNothingDone()),
        RunBeginning.PLAIN,
        legs ->
            figures.answer(
                PlacedOrder.of(orders, legs, context),
                skipped.reasons(),
                violations,
                context.plan()));
  }

  private void leave(Map<String, String> currencies, Problem.Code code) {
    currencies.forEach(
        (currency, reason) -> {
          if (!currency.equals(figures.balancing().baseCurrency())) {
            skipped.asFailed(currency, code, reason);
          }
        });
  }

  private List<PlannedOrder> orders(List<CashBalancing.Conversion> conversions) {
    MarketOrders marketOrders = tools.marketOrders(OrderProperties.NONE);
    List<PlannedOrder> orders = new ArrayList<>();
    Map<Integer, String> closed = gate.leftAlone(traded(pairs.values()));
    SortedMap<String, String> refused = new TreeMap<>();
    for (CashBalancing.Conversion conversion : conversions) {
      ResolvedContract pair = pairs.get(conversion.pair());
      String reason = closed.get(pair.conId());
      if (reason != null) {
        skipped.asMeant(conversion.currency(), reason);
        refused.put(conversion.currency(), reason);
        continue;
      }
      Optional<String> refusal =
          QuantityStep.ofOrders(pair.details()).refusal(conversion.quantity());
      if (refusal.isPresent()) {
        skipped.asMeant(conversion.currency(), refusal.get());
      } else {
        orders.add(marketOrders.of(pair, conversion.quantity(), Shares.NONE));
      }
    }
    gate.requireOpen(refused);
    return orders;
  }

  /** The values of the pairs, by the account's own exchange rates. */
  private Map<Integer, Pricing> pricing(List<PlannedOrder> orders) {
    Map<Integer, Pricing> pricing = new TreeMap<>();
    String base = figures.balancing().baseCurrency();
    for (PlannedOrder order : orders) {
      Contract pair = order.contract();
      BigDecimal currency = rateOf(pair.currency());
      BigDecimal price = rateOf(pair.symbol()).divide(currency, MathContext.DECIMAL64);
      pricing.put(
          pair.conId(),
          new Pricing(
              new UsedPrice(PlainDecimal.of(price), PriceKind.ACCOUNT),
              BigDecimal.ONE,
              BaseRate.ofAccount(pair.currency(), base, currency)));
    }
    return pricing;
  }

  /** The value of one unit of a currency in the base currency. */
  private BigDecimal rateOf(String currency) {
    return currency.equals(figures.balancing().baseCurrency())
        ? BigDecimal.ONE
        : figures.balancing().exchangeRate().get(currency);
  }

  /**
   * The limits that the conversions would exceed. A conversion opens no position and has no limit
   * price, so only its value and the number of orders count.
   */
  private Violations violations(List<PlannedOrder> orders) {
    List<AccountPosition> values =
        orders.stream()
            .map(PlannedOrder::contract)
            .map(
                pair ->
                    new AccountPosition(
                        pair.conId(),
                        pair.localSymbol(),
                        BigDecimal.ZERO,
                        new UnitValue(
                            BigDecimal.ONE,
                            BigDecimal.ONE,
                            figures.balancing().exchangeRate().get(pair.symbol()))))
            .toList();
    return Violations.of(
        List.of(),
        PreTradeLimits.of(tools.environment().configuration().limits())
            .withoutPositions()
            .violations(null, values, CheckedOrder.of(orders)));
  }

  /** Whether every currency with an exposure was left out because of a problem. */
  private boolean isNothingDone() {
    Set<String> done = new TreeSet<>(figures.balancing().exposure().keySet());
    done.removeAll(skipped.failed());
    return done.isEmpty();
  }
}
