package dev.ibintents.simulator.account;

import dev.ibintents.ibapi.message.PortfolioValue;
import dev.ibintents.simulator.market.Instrument;
import java.math.BigDecimal;

/**
 * A holding at its current price. Money is in the instrument's currency, and in whole cents where
 * nothing else is said.
 *
 * @param instrument the instrument of the holding
 * @param quantity units; negative if short; 0 if it was closed today
 * @param price the price of one unit
 * @param value quantity × price × multiplier
 * @param cost the exact cost of the holding
 * @param averageCost the average price of one unit × multiplier
 * @param unrealized value less cost
 * @param realized the profit or loss that was realized today
 */
public record PortfolioLine(
    Instrument instrument,
    BigDecimal quantity,
    BigDecimal price,
    BigDecimal value,
    BigDecimal cost,
    BigDecimal averageCost,
    BigDecimal unrealized,
    BigDecimal realized) {

  /** The exact value: quantity × price × multiplier. */
  BigDecimal exactValue() {
    return quantity.multiply(price).multiply(instrument.factor());
  }

  /** The message that reports the line. */
  public PortfolioValue report(String account) {
    return new PortfolioValue(
        instrument.valued(), quantity, price, value, averageCost, unrealized, realized, account);
  }
}
