package dev.ibintents.trading.preview;

import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.ibapi.message.Order;
import dev.ibintents.ibapi.message.OrderField;
import dev.ibintents.trading.CurrencyPair;
import dev.ibintents.trading.Side;
import dev.ibintents.trading.UnitValue;
import dev.ibintents.trading.order.PlannedOrder;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The cash that an order spends, with its commission. A purchase counts at its limit price, or else
 * at the price of the plan plus a reserve of 2 %. A limit order whose rest goes to the market
 * counts at the higher of both.
 *
 * @param currency the currency
 * @param amount the amount; {@code null} if the price is not known
 */
public record Spending(String currency, BigDecimal amount) {
  /** The price of a purchase without a limit, as a multiple of the price of the plan. */
  private static final BigDecimal WITH_RESERVE = new BigDecimal("1.02");

  /** The secTypes that are not paid in cash when they are bought. */
  private static final Set<String> UNPAID = Set.of("FUT", "CFD");

  /** The cash that a planned order spends; empty if it spends none. */
  public static Optional<Spending> of(PlannedOrder order, Map<Integer, Pricing> pricing) {
    Optional<Spending> spending =
        of(order.contract(), order.order(), order.order().totalQuantity(), pricing);
    if (!order.terms().isThenMarket()) {
      return spending;
    }
    Order market = Order.builder().set(OrderField.ACTION, order.order().action()).build();
    Optional<Spending> atMarket =
        of(order.contract(), market, order.order().totalQuantity(), pricing);
    return spending.flatMap(own -> atMarket.map(own::orMore));
  }

  /**
   * The cash that a quantity of an order spends; empty if it spends none.
   *
   * @param pricing the prices of contracts, by conId
   */
  public static Optional<Spending> of(
      Contract contract, Order order, BigDecimal quantity, Map<Integer, Pricing> pricing) {
    if (!order.action().equals(Side.BUY.action())) {
      return CurrencyPair.isPair(contract)
          ? Optional.of(new Spending(contract.symbol(), quantity))
          : Optional.empty();
    }
    return isPaidInCash(contract)
        ? Optional.of(
            new Spending(
                contract.currency(),
                cost(
                    contract, order, quantity, Optional.ofNullable(pricing.get(contract.conId())))))
        : Optional.empty();
  }

  /** Whether the value of a contract is paid in cash when it is bought. */
  static boolean isPaidInCash(Contract contract) {
    return !UNPAID.contains(contract.secType());
  }

  private static BigDecimal cost(
      Contract contract, Order order, BigDecimal quantity, Optional<Pricing> known) {
    Optional<BigDecimal> price =
        Optional.ofNullable(order.lmtPrice())
            .filter(limit -> order.orderType().contains("LMT"))
            .or(() -> known.map(values -> values.price().value().multiply(WITH_RESERVE)));
    Optional<BigDecimal> multiplier =
        known
            .map(Pricing::multiplier)
            .or(() -> UnitValue.multiplierOf(contract).filter(UnitValue::isUsable));
    if (price.isEmpty() || multiplier.isEmpty()) {
      return null;
    }
    BigDecimal value = price.get().multiply(multiplier.get()).multiply(quantity);
    return value.add(CommissionSchedule.inOwnCurrency(contract, quantity, value));
  }

  private Spending orMore(Spending other) {
    return amount == null || other.amount == null
        ? new Spending(currency, null)
        : new Spending(currency, amount.max(other.amount));
  }
}
