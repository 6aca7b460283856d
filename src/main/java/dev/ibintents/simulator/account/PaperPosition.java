package dev.ibintents.simulator.account;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * How much of an instrument the account holds, and what it cost.
 *
 * @param conId the instrument
 * @param quantity units; negative if short
 * @param cost what the whole of it cost in the instrument's currency, multiplier and commissions
 *     included; negative if short (the proceeds)
 */
public record PaperPosition(int conId, BigDecimal quantity, BigDecimal cost) {
  /** Digits in which an average cost is written, such as 291.2660812. */
  static final int COST_DECIMALS = 8;

  /** Nothing of an instrument. */
  public static PaperPosition none(int conId) {
    return new PaperPosition(conId, BigDecimal.ZERO, BigDecimal.ZERO);
  }

  /** Whether nothing is left. */
  public boolean isFlat() {
    return quantity.signum() == 0;
  }

  /** What one unit cost: price × multiplier, commission included; 0 if nothing is held. */
  public BigDecimal averageCost() {
    return isFlat()
        ? BigDecimal.ZERO
        : cost.divide(quantity, COST_DECIMALS, RoundingMode.HALF_EVEN).stripTrailingZeros();
  }

  /** The part of the cost that belongs to {@code part} of the quantity; all of it to the whole. */
  BigDecimal costOf(BigDecimal part) {
    return part.compareTo(quantity) == 0
        ? cost
        : cost.multiply(part)
            .divide(quantity, new MathContext(34))
            .setScale(COST_DECIMALS, RoundingMode.HALF_EVEN);
  }
}
