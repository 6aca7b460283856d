package dev.ibintents.trading.totals;

import dev.ibintents.trading.Shares;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Shares out a conversion of the account's cash that no strategy has asked for. The strategies get
 * it whose cash it settles: those that own the currency that is sold, or owe the one that is
 * bought. Each gets its proportion, and never more than it owns or owes. The rest is nobody's.
 */
final class Conversion {
  private static final int DECIMALS = 8;

  private Conversion() {}

  /**
   * The quantity of the pair that each strategy gets.
   *
   * @param price the currency pair and the price
   * @param traded the converted quantity of the pair, negative for a sale
   * @param baseCurrency the account's base currency, which is never settled
   * @param totals the totals of all strategies
   */
  static Shares shares(
      TradePrice price, BigDecimal traded, String baseCurrency, Collection<Totals> totals) {
    TradedContract pair = price.contract();
    String symbol = pair.symbol().orElseThrow();
    boolean isOfSymbol = !symbol.equals(baseCurrency);
    String settled = isOfSymbol ? symbol : pair.currency();
    BigDecimal amount = isOfSymbol ? traded : price.value(traded).negate();
    SortedMap<String, BigDecimal> owned = new TreeMap<>();
    BigDecimal all = BigDecimal.ZERO;
    for (Totals strategy : totals) {
      BigDecimal own = free(strategy, settled);
      if (own.signum() * amount.signum() < 0) {
        owned.put(strategy.strategy(), own.negate());
        all = all.add(own.negate());
      }
    }
    SortedMap<String, BigDecimal> shares = new TreeMap<>();
    BigDecimal part = all.abs().min(amount.abs());
    for (Map.Entry<String, BigDecimal> own : owned.entrySet()) {
      BigDecimal share =
          part.compareTo(all.abs()) == 0
              ? own.getValue()
              : own.getValue()
                  .multiply(part)
                  .divide(all.abs(), MathContext.DECIMAL128)
                  .setScale(DECIMALS, RoundingMode.HALF_EVEN);
      shares.put(
          own.getKey(),
          isOfSymbol
              ? share
              : share
                  .negate()
                  .divide(price.value(BigDecimal.ONE), DECIMALS, RoundingMode.HALF_EVEN));
    }
    return Shares.of(shares);
  }

  /** A strategy's cash in a currency, without the cash of the currency pairs that it holds. */
  private static BigDecimal free(Totals strategy, String currency) {
    BigDecimal free = strategy.sum().cash().total(currency);
    for (Basis basis : strategy.basis().values()) {
      if (basis.symbol().isPresent()) {
        if (basis.symbol().get().equals(currency)) {
          free = free.subtract(basis.quantity());
        }
        if (basis.currency().equals(currency)) {
          free = free.add(basis.cost());
        }
      }
    }
    return free;
  }
}
