package dev.ibintents.simulator.account;

import dev.ibintents.ibapi.message.PortfolioValue;
import dev.ibintents.simulator.market.Instrument;
import java.math.BigDecimal;

/**
 * One holding at today's price. Money is in the instrument's currency and in whole cents.
 *
 * @param instrument what is held
 * @param quantity units; negative if short; 0 if it was closed today
 * @param price of one unit
 * @param value quantity × price × multiplier
 * @param averageCost of one unit, times the multiplier
 * @param unrealized value less cost
 * @param realized today's
 */
public record PortfolioLine(
    Instrument instrument,
    BigDecimal quantity,
    BigDecimal price,
    BigDecimal value,
    BigDecimal averageCost,
    BigDecimal unrealized,
    BigDecimal realized) {

  /** The message that reports it. */
  public PortfolioValue report(String account) {
    return new PortfolioValue(
        instrument.valued(), quantity, price, value, averageCost, unrealized, realized, account);
  }
}
