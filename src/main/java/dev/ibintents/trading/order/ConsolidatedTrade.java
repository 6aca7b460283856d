package dev.ibintents.trading.order;

import dev.ibintents.trading.PlainDecimal;
import java.math.BigDecimal;
import java.util.Map;

/**
 * The trade in a contract for all strategies together.
 *
 * @param conId the contract
 * @param quantity the sum over the source; negative to sell, 0 if the strategies cancel out
 * @param source the quantity of each strategy by its id, sorted, without zeros; signs may differ
 */
public record ConsolidatedTrade(int conId, BigDecimal quantity, Map<String, BigDecimal> source) {
  /**
   * Sorts the source, and brings quantities into their plain form.
   *
   * @throws IllegalArgumentException if the quantity is not the sum of the source
   */
  public ConsolidatedTrade {
    source = PlainDecimal.nonZero(source);
    quantity = PlainDecimal.of(quantity);
    if (quantity.compareTo(PlainDecimal.sum(source.values())) != 0) {
      throw new IllegalArgumentException(
          "the source " + source + " of contract " + conId + " does not sum to " + quantity);
    }
  }

  /** Returns the trade that is the sum of a source. */
  public static ConsolidatedTrade of(int conId, Map<String, BigDecimal> source) {
    return new ConsolidatedTrade(conId, PlainDecimal.sum(source.values()), source);
  }
}
