package dev.ibintents.intent.close;

import dev.ibintents.environment.Problem;
import dev.ibintents.environment.Problems;
import dev.ibintents.gateway.Resolution;
import dev.ibintents.gateway.ResolvedContract;
import dev.ibintents.intent.trade.Consolidated;
import dev.ibintents.intent.trade.PlacedOrder;
import dev.ibintents.intent.trade.Proposal;
import dev.ibintents.trading.Quantities;
import dev.ibintents.trading.QuantityStep;
import dev.ibintents.trading.allocation.MarketOrders;
import dev.ibintents.trading.close.Closing;
import dev.ibintents.trading.ledger.AccompanyingWrites;
import dev.ibintents.trading.ledger.Leg;
import dev.ibintents.trading.order.ConsolidatedTrade;
import dev.ibintents.trading.order.PlannedOrder;
import dev.ibintents.trading.run.Cancelled;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What closing has come to. */
public final class CloseProposal implements Proposal {
  private static final String STOCK = "STK";

  private final String account;
  private final CloseFindings findings;
  private final Closing closing;
  private final List<PlannedOrder> orders;
  private final List<String> misfits;
  private final TradingAfterwards afterwards;

  /**
   * The answer; contracts are named by their local symbols.
   *
   * @param cancelled the orders that were open and are cancelled; that would be in a dry run
   * @param portfolio what the account held of the contracts concerned when those were gone, by the
   *     broker; what it holds in a dry run
   * @param holdings what the strategies that are closed held then, by the books
   * @param trades what closes each contract; 0 where only the books move
   * @param orders what became of the orders; what they would be in a dry run
   * @param skipped the contracts that were not closed, each with the reason
   * @param ignored the contracts that ignoredContracts of the configuration names, with what the
   *     account holds of each; they are not closed
   * @param warnings what is parked, and stays; where books and broker disagree, with the figures;
   *     orders that were cancelled for other strategies too; what is left over
   * @param misfits why orderProperties do not fit the orders of a dry run, such as one price for
   *     several contracts; a real run is refused for it
   * @param trading whether trading goes on, so that the next allocation opens positions again, or
   *     is off since this run by {@code halt}, and how it is switched on again
   */
  public record CloseAnswer(
      List<CancelledOrder> cancelled,
      SortedMap<String, BigDecimal> portfolio,
      SortedMap<String, SortedMap<String, BigDecimal>> holdings,
      List<Consolidated> trades,
      List<PlacedOrder> orders,
      SortedMap<String, String> skipped,
      SortedMap<String, BigDecimal> ignored,
      List<String> warnings,
      List<String> misfits,
      String trading) {}

  /**
   * @param account the account
   * @param findings what there is to close
   * @param marketOrders makes the orders
   * @param afterwards whether trading goes on
   */
  CloseProposal(
      String account,
      CloseFindings findings,
      MarketOrders marketOrders,
      TradingAfterwards afterwards) {
    this.account = account;
    this.findings = findings;
    this.afterwards = afterwards;
    this.closing =
        findings.isWholeAccount()
            ? Closing.ofAccount(findings.closable(), findings.closablePortfolio(), steps())
            : Closing.ofStrategies(findings.closable(), findings.room(), steps());
    this.orders = marketOrders.of(closing.orders(), conId -> findings.routed(conId).orElseThrow());
    this.misfits = marketOrders.misfits(orders);
  }

  private Map<Integer, QuantityStep> steps() {
    Map<Integer, QuantityStep> steps = new TreeMap<>();
    for (int conId : findings.found().keySet()) {
      findings.routed(conId).ifPresent(contract -> steps.put(conId, step(contract)));
    }
    return steps;
  }

  /** The broker names fractions for shares, and refuses them by API (10243). */
  private static QuantityStep step(ResolvedContract contract) {
    QuantityStep step = QuantityStep.of(contract.details());
    return contract.contract().secType().equals(STOCK) ? step.whole() : step;
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
    return closing.crossed();
  }

  /** The positions that are open, in words; empty if there is nothing to close. */
  List<String> openPositions() {
    return Stream.concat(closing.orders().stream(), closing.crossed().stream())
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

  @Override
  public AccompanyingWrites entry() {
    return afterwards.entry();
  }

  @Override
  public void begun() {
    afterwards.begun();
  }

  @Override
  public CloseAnswer answer(List<Leg> legs) {
    SortedMap<String, SortedMap<String, BigDecimal>> holdings = new TreeMap<>();
    findings.holdings().forEach((strategy, held) -> holdings.put(strategy, named(held)));
    Quantities portfolio = findings.reconciled().portfolio().only(findings.found().keySet());
    return new CloseAnswer(
        findings.cancelled().orders().stream().map(CancelledOrder::of).toList(),
        named(portfolio),
        holdings,
        Stream.concat(closing.orders().stream(), closing.crossed().stream())
            .map(
                trade ->
                    new Consolidated(
                        findings.name(trade.conId()),
                        trade.quantity(),
                        trade.source().byStrategy()))
            .toList(),
        PlacedOrder.of(orders, legs),
        skipped(),
        ignored(),
        new CloseWarnings(findings, closing).all(),
        misfits,
        afterwards.words());
  }

  private static String stuck(Cancelled.Stuck one) {
    return "an order could not be cancelled, and may be filled yet: "
        + one
        + ". Cancel it in TWS, then ask again";
  }

  @Override
  public boolean leavesUndone() {
    return !unresolved().isEmpty();
  }

  @Override
  public boolean cameToNothing() {
    boolean closes = !orders.isEmpty() || !closing.crossed().isEmpty();
    return !closes && !(findings.cancelled().stuck().isEmpty() && unresolved().isEmpty());
  }

  @Override
  public void report(Problems problems) {
    unresolved()
        .forEach(
            (conId, reason) ->
                problems.add(
                    Problem.Code.NOT_CLOSED, findings.name(conId) + " was not closed: " + reason));
    for (Cancelled.Stuck one : findings.cancelled().stuck()) {
      problems.add(
          Problem.Code.NOT_CLOSED, findings.name(one.conId()) + " was not closed: " + stuck(one));
    }
    CloseWarnings warnings = new CloseWarnings(findings, closing);
    warnings
        .beyond()
        .forEach(warning -> problems.add(Problem.Code.HOLDINGS_BEYOND_ACCOUNT, warning));
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

  /** The contracts that the gateway does not know, by conId, each with its words. */
  private SortedMap<Integer, String> unresolved() {
    SortedMap<Integer, String> unresolved = new TreeMap<>();
    for (int conId : closing.unknown().contracts()) {
      if (findings.found().get(conId) instanceof Resolution.Refused refused) {
        unresolved.put(conId, refused.reason());
      }
    }
    return unresolved;
  }

  private SortedMap<String, String> skipped() {
    SortedMap<String, String> skipped = new TreeMap<>();
    findings
        .cancelled()
        .stuck()
        .forEach(
            one ->
                skipped.merge(
                    findings.name(one.conId()), stuck(one), (first, next) -> first + "; " + next));
    unresolved().forEach((conId, reason) -> skipped.put(findings.name(conId), reason));
    closing.tooSmall().forEach((conId, reason) -> skipped.put(findings.name(conId), reason));
    return skipped;
  }
}
