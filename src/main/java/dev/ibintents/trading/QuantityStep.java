package dev.ibintents.trading;

import dev.ibintents.ibapi.message.ContractDetails;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * In what steps a contract's quantity moves.
 *
 * @param increment every order is a multiple of it; greater than 0, in units of the contract
 * @param minimum the smallest order, in units of the contract; 0 or more, and 0 for no minimum but
 *     the increment
 */
public record QuantityStep(BigDecimal increment, BigDecimal minimum) {

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
   * The broker's own step for a contract, which may be a fraction ({@code sizeIncrement}, {@code
   * minSize}); 1 without a minimum where the broker names none.
   */
  public static QuantityStep of(ContractDetails details) {
    BigDecimal increment = details.sizeIncrement();
    BigDecimal minimum = details.minSize();
    return new QuantityStep(
        isPositive(increment) ? increment : BigDecimal.ONE,
        isPositive(minimum) ? minimum : BigDecimal.ZERO);
  }

  /**
   * The smallest whole step that the broker's own step allows: the broker names fractions for many
   * stocks, and refuses them when the order comes by API (errors 10243, 10247 and 10318). An
   * increment of 0.0001 becomes 1, of 100 stays 100, of 2.5 becomes 5.
   */
  public QuantityStep whole() {
    // unscaled ÷ 10^scale in lowest terms: its numerator is the smallest whole multiple of it.
    BigInteger unscaled = increment.unscaledValue();
    BigInteger whole = unscaled.divide(unscaled.gcd(BigInteger.TEN.pow(increment.scale())));
    return new QuantityStep(new BigDecimal(whole), minimum);
  }

  private static boolean isPositive(BigDecimal value) {
    return value != null && value.signum() > 0;
  }

  /** The greatest multiple of the increment that is not further from 0 than the quantity. */
  public BigDecimal towardsZero(BigDecimal quantity) {
    return PlainDecimal.of(quantity.divide(increment, 0, RoundingMode.DOWN).multiply(increment));
  }

  /** Whether an order of this quantity, other than 0, is smaller than the broker takes (388). */
  public boolean isBelowMinimum(BigDecimal quantity) {
    return quantity.signum() != 0 && quantity.abs().compareTo(minimum) < 0;
  }

  /** Why an order of a quantity below the minimum is not sent, in words. */
  public String belowMinimum(BigDecimal quantity) {
    return "an order to %s %s is not sent: the broker takes none below %s"
        .formatted(
            quantity.signum() < 0 ? "sell" : "buy",
            quantity.abs().toPlainString(),
            minimum.toPlainString());
  }
}
