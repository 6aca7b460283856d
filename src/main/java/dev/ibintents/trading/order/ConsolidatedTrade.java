package dev.ibintents.trading.order;

import dev.ibintents.trading.PlainDecimal;
import dev.ibintents.trading.Shares;
import java.math.BigDecimal;

/**
 * The trade of all strategies together in one contract.
 *
 * @param conId the contract
 * @param quantity the sum of the source; negative to sell, 0 if strategies cancel out
 * @param source the quantity that each strategy wanted; signs may differ
 */
public record ConsolidatedTrade(int conId, BigDecimal quantity, Shares source) {
  /**
   * Brings the quantity into its plain form.
   *
   * @throws IllegalArgumentException if the quantity is not the sum of the source
   */
  public ConsolidatedTrade {
    quantity = PlainDecimal.of(quantity);
    if (quantity.compareTo(source.total()) != 0) {
      throw new IllegalArgumentException(
          "the source " + source + " of contract " + conId + " does not sum to " + quantity);
    }
  }

  /** The trade of a source. */
  public static ConsolidatedTrade of(int conId, Shares source) {
    return new ConsolidatedTrade(conId, source.total(), source);
  }
}
