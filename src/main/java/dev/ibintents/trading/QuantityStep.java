package dev.ibintents.trading;

import dev.ibintents.ibapi.message.ContractDetails;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * The sizes in which a contract can be ordered: a step, and a smallest order. {@link #ofOrders} has
 * the sizes for new positions and conversions, {@link #ofClosing} those for exits.
 *
 * @param increment the step: the quantity of every order is a multiple of it; above 0, in units of
 *     the contract
 * @param minimum the smallest order, in units of the contract; 0 or more, and 0 if the increment is
 *     the only minimum
 */
public record QuantityStep(BigDecimal increment, BigDecimal minimum) {
  private static final String STOCK = "STK";

  /**
   * @throws IllegalArgumentException if the increment is not greater than 0, or the minimum is
   *     negative
   */
  public QuantityStep {
    if (increment.signum() <= 0 || minimum.signum() < 0) {
      throw new IllegalArgumentException(
          "a quantity step needs an increment above 0 and a minimum of 0 or more, not "
              + increment.toPlainString()
              + " and "
              + minimum.toPlainString());
    }
    increment = PlainDecimal.of(increment);
    minimum = PlainDecimal.of(minimum);
  }

  /**
   * The broker's own step for a contract ({@code sizeIncrement}, {@code minSize}). It may be a
   * fraction. If the broker names none, it is 1, without a minimum.
   */
  static QuantityStep of(ContractDetails details) {
    BigDecimal increment = details.sizeIncrement();
    BigDecimal minimum = details.minSize();
    return new QuantityStep(
        isPositive(increment) ? increment : BigDecimal.ONE,
        isPositive(minimum) ? minimum : BigDecimal.ZERO);
  }

  /** The sizes of orders that open or change positions, or convert cash: whole units only. */
  public static QuantityStep ofOrders(ContractDetails details) {
    return of(details).whole();
  }

  /**
   * The sizes of orders that close positions: whole units for a stock, and the broker's own step
   * for other contracts, so that nothing is left over.
   */
  public static QuantityStep ofClosing(ContractDetails details) {
    return details.contract().secType().equals(STOCK) ? ofOrders(details) : of(details);
  }

  /**
   * The smallest multiple of this step that is a whole number. The broker names fractions for many
   * stocks, and refuses them in orders by API (errors 10243, 10247 and 10318). An increment of
   * 0.0001 becomes 1, 100 stays 100, and 2.5 becomes 5.
   */
  QuantityStep whole() {
    // unscaled ÷ 10^scale in lowest terms: its numerator is the smallest whole multiple of it.
    BigInteger unscaled = increment.unscaledValue();
    BigInteger whole = unscaled.divide(unscaled.gcd(BigInteger.TEN.pow(increment.scale())));
    return new QuantityStep(new BigDecimal(whole), minimum);
  }

  private static boolean isPositive(BigDecimal value) {
    return value != null && value.signum() > 0;
  }

  /** The quantity, cut to a multiple of the increment towards 0. */
  public BigDecimal towardsZero(BigDecimal quantity) {
    return PlainDecimal.of(quantity.divide(increment, 0, RoundingMode.DOWN).multiply(increment));
  }

  /**
   * The reason why an order of this quantity is not sent, in words. The broker takes no orders
   * below the minimum (error 388).
   *
   * @param quantity the quantity, negative to sell
   * @return empty if the order is large enough, or the quantity is 0
   */
  public Optional<String> refusal(BigDecimal quantity) {
    boolean isTooSmall = quantity.signum() != 0 && quantity.abs().compareTo(minimum) < 0;
    return isTooSmall
        ? Optional.of(
            "an order to %s %s is not sent: the broker takes none below %s"
                .formatted(
                    quantity.signum() < 0 ? "sell" : "buy",
                    quantity.abs().toPlainString(),
                    minimum.toPlainString()))
        : Optional.empty();
  }
}
