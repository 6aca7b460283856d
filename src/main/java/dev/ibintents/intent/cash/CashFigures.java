package dev.ibintents.intent.cash;

import dev.ibintents.intent.trade.PlacedOrder;
import dev.ibintents.intent.trade.Violations;
import dev.ibintents.trading.allocation.CashBalancing;
import dev.ibintents.trading.allocation.CommittedCash;
import dev.ibintents.trading.preview.PlanMargin;
import java.math.BigDecimal;
import java.util.List;
import java.util.SortedMap;

/**
 * The figures from which conversions are calculated.
 *
 * @param netLiquidation the account's net liquidation value, in the base currency
 * @param threshold the threshold in the base currency; smaller or equal exposures, in either
 *     direction, are left alone
 * @param balances the account's balances, by currency; a debt is negative
 * @param committed the claims on the balances
 * @param balancing the amounts to trade of the rest
 */
record CashFigures(
    BigDecimal netLiquidation,
    BigDecimal threshold,
    SortedMap<String, BigDecimal> balances,
    CommittedCash committed,
    CashBalancing balancing) {

  /**
   * The answer.
   *
   * @param orders the placed or planned orders
   * @param skipped the currencies that were not traded, each with the reason
   * @param violations the reasons why the orders must not be sent
   * @param margin the margin of the plan; {@code null} if the broker was not asked
   */
  CashAnswer answer(
      List<PlacedOrder> orders,
      SortedMap<String, String> skipped,
      Violations violations,
      PlanMargin margin) {
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
        violations.limits(),
        margin);
  }
}
