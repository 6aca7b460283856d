package dev.ibintents.simulator.account;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * The holding of one instrument, with its cost.
 *
 * @param conId the number of the instrument
 * @param quantity units; negative if short
 * @param cost the cost of the whole holding in the instrument's currency, with multiplier and
 *     commissions; negative if short (the proceeds)
 */
public record PaperPosition(int conId, BigDecimal quantity, BigDecimal cost) {
  /** The decimals of an average cost, such as 291.26608120. */
  static final int COST_DECIMALS = 8;

  /** An empty holding of an instrument. */
  public static PaperPosition none(int conId) {
    return new PaperPosition(conId, BigDecimal.ZERO, BigDecimal.ZERO);
  }

  /** Whether the holding is empty. */
  public boolean isFlat() {
    return quantity.signum() == 0;
  }

  /** The cost of one unit: price × multiplier, with commission; 0 if the holding is empty. */
  public BigDecimal averageCost() {
    return isFlat()
        ? BigDecimal.ZERO
        : cost.divide(quantity, COST_DECIMALS, RoundingMode.HALF_EVEN).stripTrailingZeros();
  }

  /** The cost of a part of the quantity. The cost of the whole quantity is exact. */
  BigDecimal costOf(BigDecimal part) {
    return part.compareTo(quantity) == 0
        ? cost
        : cost.multiply(part)
            .divide(quantity, new MathContext(34))
            .setScale(COST_DECIMALS, RoundingMode.HALF_EVEN);
  }
}
