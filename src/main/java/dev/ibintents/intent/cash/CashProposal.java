package dev.ibintents.intent.cash;

import dev.ibintents.environment.Configuration;
import dev.ibintents.environment.Problem;
import dev.ibintents.environment.Problems;
import dev.ibintents.gateway.ResolvedContract;
import dev.ibintents.intent.Skipped;
import dev.ibintents.intent.trade.LimitsExceededException;
import dev.ibintents.intent.trade.PlacedOrder;
import dev.ibintents.intent.trade.Proposal;
import dev.ibintents.trading.AccountPosition;
import dev.ibintents.trading.CurrencyPair;
import dev.ibintents.trading.QuantityStep;
import dev.ibintents.trading.Shares;
import dev.ibintents.trading.UnitValue;
import dev.ibintents.trading.allocation.CashBalancing;
import dev.ibintents.trading.allocation.CheckedOrder;
import dev.ibintents.trading.allocation.CommittedCash;
import dev.ibintents.trading.allocation.LimitViolation;
import dev.ibintents.trading.allocation.MarketOrders;
import dev.ibintents.trading.allocation.PreTradeLimits;
import dev.ibintents.trading.ledger.Leg;
import dev.ibintents.trading.order.ConsolidatedTrade;
import dev.ibintents.trading.order.PlannedOrder;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;

/** The conversions that balance the account's cash, and how they were worked out. */
public final class CashProposal implements Proposal {
  private final String account;
  private final SortedMap<String, BigDecimal> balances;
  private final CommittedCash committed;
  private final CashBalancing balancing;
  private final BigDecimal threshold;
  private final Skipped skipped = new Skipped();
  private final List<PlannedOrder> orders;
  private final List<String> violations;

  /**
   * The answer; amounts are by currency.
   *
   * @param baseCurrency the account's, to which foreign cash is traded back
   * @param threshold in the base currency; exposures up to it, in either direction, are left alone
   * @param cashBalance what the account has, negative where it owes
   * @param exchangeRate what one unit of each currency is worth in the base currency
   * @param stillToFill what conversions that are under way will still change of each balance
   * @param held how much of each balance belongs to currency pairs that strategies hold
   * @param exposure of the rest of each foreign balance, in the base currency
   * @param trades how much to buy of each currency, negative to sell, in whole thousands
   * @param orders what became of the orders; what they would be in a dry run
   * @param skipped the currencies that were left as they are, each with the reason
   * @param limits what a dry run would violate; a real run is refused for it
   */
  public record CashAnswer(
      String baseCurrency,
      BigDecimal threshold,
      SortedMap<String, BigDecimal> cashBalance,
      Map<String, BigDecimal> exchangeRate,
      SortedMap<String, BigDecimal> stillToFill,
      SortedMap<String, BigDecimal> held,
      Map<String, BigDecimal> exposure,
      Map<String, BigDecimal> trades,
      List<PlacedOrder> orders,
      SortedMap<String, String> skipped,
      List<String> limits) {}

  CashProposal(
      String account,
      SortedMap<String, BigDecimal> balances,
      CommittedCash committed,
      CashBalancing balancing,
      Map<CurrencyPair, ResolvedContract> pairs,
      MarketOrders marketOrders,
      Configuration.Limits limits,
      BigDecimal threshold,
      boolean dryRun) {
    this.account = account;
    this.balances = balances;
    this.committed = committed;
    this.balancing = balancing;
    this.threshold = threshold;
    CashBalancing.Conversions conversions = balancing.conversions(pairs.keySet());
    committed
        .unclear()
        .forEach((currency, reason) -> leave(currency, Problem.Code.CASH_UNCLEAR, reason));
    balancing
        .skipped()
        .forEach((currency, reason) -> leave(currency, Problem.Code.NO_PRICE, reason));
    conversions
        .skipped()
        .forEach((currency, reason) -> leave(currency, Problem.Code.CONTRACT_UNRESOLVED, reason));
    this.orders =
        conversions.orders().stream()
            .filter(one -> isLargeEnough(one, pairs.get(one.pair())))
            .map(one -> marketOrders.of(pairs.get(one.pair()), one.quantity(), Shares.NONE))
            .toList();
    this.violations = violations(limits);
    if (!dryRun && !violations.isEmpty()) {
      throw new LimitsExceededException(violations);
    }
  }

  private void leave(String currency, Problem.Code code, String reason) {
    if (!currency.equals(balancing.baseCurrency())) {
      skipped.asFailed(currency, code, reason);
    }
  }

  private boolean isLargeEnough(CashBalancing.Conversion conversion, ResolvedContract pair) {
    QuantityStep step = QuantityStep.of(pair.details());
    if (step.isBelowMinimum(conversion.quantity())) {
      skipped.asMeant(conversion.currency(), step.belowMinimum(conversion.quantity()));
      return false;
    }
    return true;
  }

  /**
   * A conversion opens no position and has no limit price: its own value counts, and how many there
   * are.
   */
  private List<String> violations(Configuration.Limits limits) {
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
                            balancing.exchangeRate().get(pair.symbol()))))
            .toList();
    return PreTradeLimits.of(limits)
        .withoutPositions()
        .violations(null, values, orders.stream().map(CheckedOrder::of).toList())
        .stream()
        .map(LimitViolation::message)
        .toList();
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
    return List.of();
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
    Set<String> done = new TreeSet<>(balancing.exposure().keySet());
    done.removeAll(skipped.failed());
    return !skipped.failed().isEmpty() && done.isEmpty();
  }

  @Override
  public CashAnswer answer(List<Leg> legs) {
    return new CashAnswer(
        balancing.baseCurrency(),
        threshold,
        balances,
        balancing.exchangeRate(),
        committed.stillToFill(),
        committed.held(),
        balancing.exposure(),
        balancing.quantityInCurrency(),
        PlacedOrder.of(orders, legs),
        skipped.reasons(),
        violations);
  }
}
