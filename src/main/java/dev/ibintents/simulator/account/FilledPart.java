package dev.ibintents.simulator.account;

import java.math.BigDecimal;

/**
 * The part of an order that is filled.
 *
 * @param units the filled units
 * @param paid the sum of price × units of the fills
 */
record FilledPart(BigDecimal units, BigDecimal paid) {
  static final FilledPart NONE = new FilledPart(BigDecimal.ZERO, BigDecimal.ZERO);

  FilledPart plus(Trade trade) {
    return new FilledPart(
        units.add(trade.shares()), paid.add(trade.shares().multiply(trade.price())));
  }
}
