package dev.ibintents.intent.cash;

import dev.ibintents.intent.trade.PlacedOrder;
import dev.ibintents.intent.trade.Violations;
import dev.ibintents.trading.allocation.CashBalancing;
import dev.ibintents.trading.allocation.CommittedCash;
import java.math.BigDecimal;
import java.util.List;
import java.util.SortedMap;

/**
 * The figures from which conversions are worked out.
 *
 * @param threshold in the base currency; exposures up to it, in either direction, are left alone
 * @param balances what the account has, by currency, negative where it owes
 * @param committed what has a claim on the balances
 * @param balancing what is to be traded of the rest
 */
record CashFigures(
    BigDecimal threshold,
    SortedMap<String, BigDecimal> balances,
    CommittedCash committed,
    CashBalancing balancing) {

  /**
   * The answer.
   *
   * @param orders what became of the orders
   * @param skipped the currencies that were left as they are, each with the reason
   * @param violations why the orders must not be sent
   */
  CashAnswer answer(
      List<PlacedOrder> orders, SortedMap<String, String> skipped, Violations violations) {
    return new CashAnswer(
        balancing.baseCurrency(),
        threshold,
        balances,
        balancing.exchangeRate(),
        committed.stillToFill(),
        committed.held(),
        balancing.exposure(),
        balancing.quantityInCurrency(),
        orders,
        skipped,
        violations.limits());
  }
}
