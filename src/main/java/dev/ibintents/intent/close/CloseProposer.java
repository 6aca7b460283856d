package dev.ibintents.intent.close;

import dev.ibintents.environment.Problem;
import dev.ibintents.gateway.Resolution;
import dev.ibintents.ibapi.AccountUpdates;
import dev.ibintents.ibapi.message.AccountValue;
import dev.ibintents.intent.Account;
import dev.ibintents.intent.trade.BrokerQuestion;
import dev.ibintents.intent.trade.Consolidated;
import dev.ibintents.intent.trade.OrderContext;
import dev.ibintents.intent.trade.PlacedOrder;
import dev.ibintents.intent.trade.PlannedTrades;
import dev.ibintents.intent.trade.TradePlan;
import dev.ibintents.intent.trade.Undone;
import dev.ibintents.intent.trade.Violations;
import dev.ibintents.trading.Quantities;
import dev.ibintents.trading.QuantityStep;
import dev.ibintents.trading.allocation.MarketOrders;
import dev.ibintents.trading.close.Closing;
import dev.ibintents.trading.order.ConsolidatedTrade;
import dev.ibintents.trading.order.PlannedOrder;
import dev.ibintents.trading.preview.BaseRate;
import dev.ibintents.trading.preview.PlanMargin;
import dev.ibintents.trading.preview.PriceKind;
import dev.ibintents.trading.preview.Pricing;
import dev.ibintents.trading.preview.UsedPrice;
import dev.ibintents.trading.run.Cancelled;
import dev.ibintents.trading.totals.Crossing;
import dev.ibintents.trading.totals.HeldPrices;
import dev.ibintents.trading.totals.TradePrice;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Plans the trades that close the found holdings. */
final class CloseProposer {
  private final CloseFindings findings;
  private final Closing closing;

  /**
   * @param findings the orders and holdings to close
   */
  CloseProposer(CloseFindings findings) {
    this.findings = findings;
    this.closing =
        findings.isWholeAccount()
            ? Closing.ofAccount(findings.closable(), findings.closablePortfolio(), steps())
            : Closing.ofStrategies(findings.closable(), findings.room(), steps());
  }

  private Map<Integer, QuantityStep> steps() {
    Map<Integer, QuantityStep> steps = new TreeMap<>();
    for (int conId : findings.found().keySet()) {
      findings
          .routed(conId)
          .ifPresent(contract -> steps.put(conId, QuantityStep.ofClosing(contract.details())));
    }
    return steps;
  }

  /**
   * The plan, from holdings to orders.
   *
   * @param account the account to trade
   * @param marketOrders makes the orders
   * @param afterwards decides whether trading goes on
   * @param question asks the broker about the margin of the orders
   */
  TradePlan propose(
      String account,
      MarketOrders marketOrders,
      TradingAfterwards afterwards,
      BrokerQuestion question) {
    List<PlannedOrder> orders =
        marketOrders.of(closing.orders(), conId -> findings.routed(conId).orElseThrow());
    Violations violations = new Violations(marketOrders.misfits(orders), List.of());
    OrderContext context = context(orders, question);
    return new TradePlan(
        account,
        new PlannedTrades(orders, crossed(), Map.of()),
        violations,
        undone(),
        afterwards,
        legs ->
            answer(PlacedOrder.of(orders, legs, context), violations, afterwards, context.plan()));
  }

  /**
   * The values of the positions by the broker, and its answers about the orders. No other price is
   * asked for, because a closing must not wait for prices.
   */
  private OrderContext context(List<PlannedOrder> orders, BrokerQuestion question) {
    AccountUpdates updates = findings.reconciled().basis().updates();
    AccountValue netLiquidation = Account.netLiquidation(updates);
    SortedMap<String, BigDecimal> rates = Account.byCurrency(updates, "ExchangeRate");
    Map<Integer, Pricing> pricing = new TreeMap<>();
    HeldPrices.of(updates)
        .forEach(
            (conId, held) -> {
              String currency = held.contract().currency();
              pricing.put(
                  conId,
                  new Pricing(
                      new UsedPrice(held.price(), PriceKind.POSITION),
                      BigDecimal.ONE,
                      BaseRate.ofAccount(
                          currency, netLiquidation.currency(), rates.get(currency))));
            });
    return new OrderContext(
        pricing,
        question.ask(orders, Account.amount(netLiquidation), false),
        question.tools().environment().clock().instant());
  }

  /**
   * The trades that only change the books, at the broker's values. No other price is known, because
   * a closing asks for none.
   */
  private List<Crossing> crossed() {
    Map<Integer, TradePrice> values = HeldPrices.of(findings.reconciled().basis().updates());
    return closing.crossed().stream()
        .map(trade -> new Crossing(trade, Optional.ofNullable(values.get(trade.conId()))))
        .toList();
  }

  /** The positions that are open, in words; empty if there is nothing to close. */
  List<String> openPositions() {
    return trades()
        .map(
            trade ->
                trade.quantity().signum() == 0
                    ? findings.name(trade.conId()) + " is held by the books " + trade.source()
                    : findings.name(trade.conId())
                        + " "
                        + trade.quantity().negate().toPlainString()
                        + " is held")
        .toList();
  }

  private Stream<ConsolidatedTrade> trades() {
    return Stream.concat(closing.orders().stream(), closing.crossed().stream());
  }

  /**
   * The positions left open: unknown contracts, stuck orders, and quantities beyond the account.
   */
  private Undone undone() {
    SortedMap<Integer, String> unresolved = unresolved();
    List<Undone.Report> reports = new ArrayList<>();
    unresolved.forEach((conId, reason) -> reports.add(notClosed(conId, reason)));
    findings
        .cancelled()
        .stuck()
        .forEach(stuck -> reports.add(notClosed(stuck.conId(), words(stuck))));
    new CloseWarnings(findings, closing)
        .beyond()
        .forEach(
            warning ->
                reports.add(new Undone.Report(Problem.Code.HOLDINGS_BEYOND_ACCOUNT, warning)));
    boolean isAnyFailed = !unresolved.isEmpty() || !findings.cancelled().stuck().isEmpty();
    boolean isAnyClosed = trades().findAny().isPresent();
    return new Undone(reports, !unresolved.isEmpty(), isAnyFailed && !isAnyClosed);
  }

  private Undone.Report notClosed(int conId, String reason) {
    return new Undone.Report(
        Problem.Code.NOT_CLOSED, findings.name(conId) + " was not closed: " + reason);
  }

  private static String words(Cancelled.Stuck stuck) {
    return "an order could not be cancelled, and may be filled yet: "
        + stuck
        + ". Cancel it in TWS, then ask again";
  }

  /** The gateway's messages about contracts that it does not know, by conId. */
  private SortedMap<Integer, String> unresolved() {
    SortedMap<Integer, String> unresolved = new TreeMap<>();
    for (int conId : closing.unknown().contracts()) {
      if (findings.found().get(conId) instanceof Resolution.Refused refused) {
        unresolved.put(conId, refused.reason());
      }
    }
    return unresolved;
  }

  private CloseAnswer answer(
      List<PlacedOrder> orders,
      Violations violations,
      TradingAfterwards afterwards,
      PlanMargin margin) {
    SortedMap<String, SortedMap<String, BigDecimal>> holdings = new TreeMap<>();
    findings.holdings().forEach((strategy, held) -> holdings.put(strategy, named(held)));
    Quantities portfolio = findings.reconciled().portfolio().only(findings.found().keySet());
    return new CloseAnswer(
        findings.cancelled().orders().stream().map(CancelledOrder::of).toList(),
        named(portfolio),
        holdings,
        trades()
            .map(
                trade ->
                    new Consolidated(
                        findings.name(trade.conId()),
                        trade.quantity(),
                        trade.source().byStrategy()))
            .toList(),
        orders,
        skipped(),
        ignored(),
        new CloseWarnings(findings, closing).all(),
        violations.misfits(),
        afterwards.words(),
        margin);
  }

  private SortedMap<String, BigDecimal> named(Quantities quantities) {
    SortedMap<String, BigDecimal> named = new TreeMap<>();
    quantities.forEach((conId, quantity) -> named.put(findings.name(conId), quantity));
    return named;
  }

  private SortedMap<String, BigDecimal> ignored() {
    SortedMap<String, BigDecimal> named = new TreeMap<>();
    findings
        .reconciled()
        .ignored()
        .forEach((conId, quantity) -> named.put(findings.name(conId), quantity));
    return named;
  }

  private SortedMap<String, String> skipped() {
    SortedMap<String, String> skipped = new TreeMap<>();
    for (Cancelled.Stuck stuck : findings.cancelled().stuck()) {
      skipped.merge(
          findings.name(stuck.conId()), words(stuck), (first, next) -> first + "; " + next);
    }
    unresolved().forEach((conId, reason) -> skipped.put(findings.name(conId), reason));
    closing.tooSmall().forEach((conId, reason) -> skipped.put(findings.name(conId), reason));
    return skipped;
  }
}
