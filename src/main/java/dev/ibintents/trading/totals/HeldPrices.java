package dev.ibintents.trading.totals;

import dev.ibintents.ibapi.AccountUpdates;
import dev.ibintents.ibapi.message.PortfolioValue;
import dev.ibintents.trading.CurrencyPair;
import dev.ibintents.trading.UnitValue;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.TreeMap;

/**
 * The broker's values of the positions of an account. Each is the value of one unit, with the
 * contract's multiplier and its price magnifier in it.
 */
public final class HeldPrices {
  /** The decimals of a value of one unit; a position of a million units stays exact to a cent. */
  private static final int DECIMALS = 12;

  private HeldPrices() {}

  /** The values by conId. Currency pairs have none, because their money is in the cash. */
  public static Map<Integer, TradePrice> of(AccountUpdates updates) {
    Map<Integer, TradePrice> prices = new TreeMap<>();
    for (PortfolioValue held : updates.portfolio()) {
      if (held.position() != null && !CurrencyPair.isPair(held.contract())) {
        UnitValue.ofUnit(held)
            .map(value -> value.setScale(DECIMALS, RoundingMode.HALF_EVEN))
            .map(value -> new TradePrice(TradedContract.of(held.contract(), BigDecimal.ONE), value))
            .ifPresent(price -> prices.put(held.contract().conId(), price));
      }
    }
    return prices;
  }
}
