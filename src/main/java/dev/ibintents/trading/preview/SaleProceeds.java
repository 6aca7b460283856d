package dev.ibintents.trading.preview;

import dev.ibintents.trading.CurrencyPair;
import dev.ibintents.trading.Side;
import dev.ibintents.trading.order.PlannedOrder;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The cash that the sales of a run are expected to bring. A sale counts at the price of the plan
 * less a reserve of 2 %, without its commission. Only sales that reduce a position count, and only
 * of contracts that are paid in cash.
 */
public final class SaleProceeds {
  private static final BigDecimal LESS_RESERVE = new BigDecimal("0.98");

  private SaleProceeds() {}

  /**
   * The expected proceeds by currency. A sale without a known price counts as nothing.
   *
   * @param orders the orders of the run
   * @param pricing the prices of contracts, by conId
   * @param reducing the contracts whose orders only reduce a position
   */
  public static SortedMap<String, BigDecimal> of(
      List<PlannedOrder> orders, Map<Integer, Pricing> pricing, Set<Integer> reducing) {
    SortedMap<String, BigDecimal> proceeds = new TreeMap<>();
    for (PlannedOrder order : orders) {
      Optional<Pricing> known = Optional.ofNullable(pricing.get(order.contract().conId()));
      if (known.isPresent()
          && order.order().action().equals(Side.SELL.action())
          && reducing.contains(order.contract().conId())
          && Spending.isPaidInCash(order.contract())
          && !CurrencyPair.isPair(order.contract())) {
        proceeds.merge(order.contract().currency(), of(order, known.get()), BigDecimal::add);
      }
    }
    return proceeds;
  }

  private static BigDecimal of(PlannedOrder order, Pricing pricing) {
    BigDecimal quantity = order.order().totalQuantity();
    BigDecimal price = pricing.price().value().multiply(LESS_RESERVE);
    BigDecimal value = price.multiply(pricing.multiplier()).multiply(quantity);
    return value.subtract(CommissionSchedule.inOwnCurrency(order.contract(), quantity, value));
  }
}
