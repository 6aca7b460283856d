package dev.ibintents.backtest;

import dev.ibintents.simulator.market.PricedBar;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A second backtest of fixed weights, which shares no code with the product: cash, shares, fills at
 * the next open, and the broker's fixed commissions. It knows one account and one strategy.
 */
final class NaiveBacktest {
  private final Map<String, List<PricedBar>> bars;
  private final Map<String, BigDecimal> weights;
  private final boolean monthly;
  private final boolean charged;
  private final Map<String, BigDecimal> shares = new TreeMap<>();
  private final Map<String, BigDecimal> ordered = new TreeMap<>();
  private BigDecimal cash = new BigDecimal("100000");

  /** All symbols have bars of the same days. */
  NaiveBacktest(
      Map<String, List<PricedBar>> bars,
      Map<String, BigDecimal> weights,
      boolean monthly,
      boolean charged) {
    this.bars = bars;
    this.weights = weights;
    this.monthly = monthly;
    this.charged = charged;
  }

  /** The equity at the close of each day, in cents. */
  List<BigDecimal> equity() {
    List<BigDecimal> equity = new ArrayList<>();
    List<PricedBar> days = bars.values().iterator().next();
    for (int day = 0; day < days.size(); day++) {
      fillAtOpen(day);
      if (day == 0 || !monthly || isNewMonth(days.get(day - 1).date(), days.get(day).date())) {
        decide(day);
      }
      BigDecimal worth = cents(cash);
      for (String symbol : shares.keySet()) {
        worth = worth.add(cents(shares.get(symbol).multiply(bars.get(symbol).get(day).close())));
      }
      equity.add(worth);
    }
    return equity;
  }

  private static boolean isNewMonth(LocalDate before, LocalDate day) {
    return before.getMonthValue() != day.getMonthValue() || before.getYear() != day.getYear();
  }

  private void fillAtOpen(int day) {
    Map<String, BigDecimal> filling = new HashMap<>(ordered);
    ordered.clear();
    filling.forEach(
        (symbol, quantity) -> {
          BigDecimal value = quantity.multiply(bars.get(symbol).get(day).open());
          cash = cash.subtract(value).subtract(commission(quantity.abs(), value.abs()));
          shares.merge(symbol, quantity, BigDecimal::add);
        });
  }

  private BigDecimal commission(BigDecimal quantity, BigDecimal value) {
    if (!charged) {
      return BigDecimal.ZERO;
    }
    BigDecimal amount = quantity.multiply(new BigDecimal("0.005")).max(new BigDecimal("1.00"));
    return cents(amount.min(value.multiply(new BigDecimal("0.01"))));
  }

  /**
   * At 15:45 the opens of the day and the closes of the day before are known. Orders are sized by
   * the close; on the first day by the open.
   */
  private void decide(int day) {
    BigDecimal worth = cents(cash);
    for (String symbol : shares.keySet()) {
      worth = worth.add(cents(shares.get(symbol).multiply(bars.get(symbol).get(day).open())));
    }
    for (String symbol : weights.keySet()) {
      BigDecimal wanted =
          worth
              .multiply(weights.get(symbol))
              .divide(known(bars.get(symbol), day), 0, RoundingMode.HALF_EVEN);
      BigDecimal trade = wanted.subtract(shares.getOrDefault(symbol, BigDecimal.ZERO));
      if (trade.signum() != 0) {
        ordered.put(symbol, trade);
      }
    }
  }

  private static BigDecimal known(List<PricedBar> ofSymbol, int day) {
    return day == 0 ? ofSymbol.get(0).open() : ofSymbol.get(day - 1).close();
  }

  private static BigDecimal cents(BigDecimal amount) {
    return amount.setScale(2, RoundingMode.HALF_EVEN);
  }
}
