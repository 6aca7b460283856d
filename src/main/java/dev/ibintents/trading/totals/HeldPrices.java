package dev.ibintents.trading.totals;

import dev.ibintents.ibapi.AccountUpdates;
import dev.ibintents.ibapi.message.PortfolioValue;
import dev.ibintents.trading.CurrencyPair;
import dev.ibintents.trading.UnitValue;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The broker's values of the positions of an account. Each is the value of one unit, with the
 * contract's multiplier and its price magnifier in it.
 *
 * <p>The broker rounds the value of a position to cents, and not the account's value. So the value
 * of a unit is its price × multiplier, if that makes the broker's value of the position.
 */
public final class HeldPrices {
  /** The decimals of a value of one unit; a position of a million units stays exact to a cent. */
  private static final int DECIMALS = 12;

  /** The powers of ten by which prices are magnified: 1 for dollars, 100 for pence. */
  private static final List<Integer> MAGNIFIED = List.of(0, 2, 1, 3);

  private static final BigDecimal HALF_A_CENT = new BigDecimal("0.005");

  private HeldPrices() {}

  /** The values by conId. Currency pairs have none, because their money is in the cash. */
  public static Map<Integer, TradePrice> of(AccountUpdates updates) {
    Map<Integer, TradePrice> prices = new TreeMap<>();
    for (PortfolioValue held : updates.portfolio()) {
      if (held.position() != null && !CurrencyPair.isPair(held.contract())) {
        ofUnit(held)
            .map(value -> value.setScale(DECIMALS, RoundingMode.HALF_EVEN))
            .map(value -> new TradePrice(TradedContract.of(held.contract(), BigDecimal.ONE), value))
            .ifPresent(price -> prices.put(held.contract().conId(), price));
      }
    }
    return prices;
  }

  private static Optional<BigDecimal> ofUnit(PortfolioValue held) {
    Optional<BigDecimal> rounded = UnitValue.ofUnit(held);
    if (rounded.isEmpty() || held.marketPrice() == null) {
      return rounded;
    }
    return UnitValue.multiplierOf(held.contract())
        .flatMap(
            multiplier ->
                MAGNIFIED.stream()
                    .map(power -> held.marketPrice().multiply(multiplier).movePointLeft(power))
                    .min(Comparator.comparing(unit -> difference(unit, held))))
        .filter(unit -> difference(unit, held).compareTo(HALF_A_CENT) <= 0)
        .or(() -> rounded);
  }

  private static BigDecimal difference(BigDecimal unit, PortfolioValue held) {
    return unit.multiply(held.position()).subtract(held.marketValue()).abs();
  }
}
