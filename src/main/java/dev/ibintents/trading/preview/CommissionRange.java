package dev.ibintents.trading.preview;

import java.math.BigDecimal;

/**
 * The range of the commissions of a plan in one currency, by the broker.
 *
 * @param least the lowest sum
 * @param most the highest sum
 */
public record CommissionRange(BigDecimal least, BigDecimal most) {
  CommissionRange plus(CommissionRange other) {
    return new CommissionRange(least.add(other.least), most.add(other.most));
  }
}
