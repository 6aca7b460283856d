package dev.ibintents.trading.allocation;

import dev.ibintents.trading.PlainDecimal;
import dev.ibintents.trading.QuantityStep;
import java.math.BigDecimal;

/**
 * What one strategy wants to trade of one contract.
 *
 * @param strategy the strategy's id
 * @param conId the contract
 * @param quantity in units of the contract; negative to sell, 0 for nothing to do
 */
public record Trade(String strategy, int conId, BigDecimal quantity) {
  /** Brings the quantity into its plain form. */
  public Trade {
    quantity = PlainDecimal.of(quantity);
  }

  /**
   * The trade that brings a strategy from what it holds to its target: target − holding − what its
   * open orders will still fill, cut off to the contract's step towards 0, so that what is left of
   * a fraction is held rather than refused by the broker with the whole order.
   *
   * @param strategy the strategy's id
   * @param conId the contract
   * @param target what it wants to hold
   * @param holding what it holds
   * @param stillToFill what its shares of open orders will still fill, negative for sales
   * @param step the contract's
   */
  public static Trade towards(
      String strategy,
      int conId,
      BigDecimal target,
      BigDecimal holding,
      BigDecimal stillToFill,
      QuantityStep step) {
    BigDecimal wanted = target.subtract(holding).subtract(stillToFill);
    return new Trade(strategy, conId, step.towardsZero(wanted));
  }
}
