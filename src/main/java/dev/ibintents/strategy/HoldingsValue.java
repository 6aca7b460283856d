package dev.ibintents.strategy;

import dev.ibintents.gateway.ResolvedContract;
import dev.ibintents.trading.PlainDecimal;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The value of a strategy's holdings, in the base currency of the account.
 *
 * @param currency the base currency, such as USD
 * @param byContract the holdings by conId, sorted; none if nothing is held
 */
public record HoldingsValue(String currency, SortedMap<Integer, Holding> byContract) {
  /**
   * A holding with the values that its worth is calculated with.
   *
   * @param contract the instrument
   * @param quantity the held quantity; below 0 if short
   * @param price the last close, or else the last trade, as quoted
   * @param multiplier the change of one unit's value, in the contract's currency, when the quoted
   *     price changes by 1; it includes the price magnifier; 1 for most stocks
   * @param fxToBase the value of one unit of the contract's currency in the base currency
   */
  public record Holding(
      ResolvedContract contract,
      BigDecimal quantity,
      BigDecimal price,
      BigDecimal multiplier,
      BigDecimal fxToBase) {

    /** Returns quantity × price × multiplier × exchange rate, in the base currency. */
    public BigDecimal value() {
      return PlainDecimal.of(quantity.multiply(price).multiply(multiplier).multiply(fxToBase));
    }
  }

  /** Keeps a copy. */
  public HoldingsValue {
    byContract = Collections.unmodifiableSortedMap(new TreeMap<>(byContract));
  }

  /** Returns the value of a holding, in the base currency; 0 if the contract is not held. */
  public BigDecimal of(int conId) {
    Holding holding = byContract.get(conId);
    return holding == null ? BigDecimal.ZERO : holding.value();
  }

  /** Returns the sum of all values, in the base currency. Short holdings count below 0. */
  public BigDecimal total() {
    return PlainDecimal.sum(byContract.values().stream().map(Holding::value).toList());
  }
}
