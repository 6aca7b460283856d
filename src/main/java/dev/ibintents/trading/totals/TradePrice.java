package dev.ibintents.trading.totals;

import java.math.BigDecimal;

/**
 * A contract with the price at which a quantity of it moves.
 *
 * @param contract the contract
 * @param price the price as quoted
 */
public record TradePrice(TradedContract contract, BigDecimal price) {
  /** The value of a quantity, in the contract's currency. */
  BigDecimal value(BigDecimal quantity) {
    return contract.value(quantity, price);
  }
}
