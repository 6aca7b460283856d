package dev.ibintents.trading.allocation;

import dev.ibintents.trading.PlainDecimal;
import dev.ibintents.trading.QuantityStep;
import java.math.BigDecimal;

/**
 * The trade of one strategy in one contract.
 *
 * @param strategy the strategy's id
 * @param conId the contract
 * @param quantity the quantity in units of the contract; negative to sell, 0 for no trade
 */
public record Trade(String strategy, int conId, BigDecimal quantity) {
  /** Brings the quantity into its plain form. */
  public Trade {
    quantity = PlainDecimal.of(quantity);
  }

  /**
   * The trade that brings a strategy from its holding to its target: target − holding −
   * stillToFill. It is cut to the contract's step towards 0. The strategy keeps a remaining
   * fraction, because the broker would refuse the whole order for it.
   *
   * @param strategy the strategy's id
   * @param conId the contract
   * @param target the quantity that it wants to hold
   * @param holding the quantity that it holds
   * @param stillToFill the quantity by which open orders will still change the holding, negative
   *     for sales
   * @param step the contract's step
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
