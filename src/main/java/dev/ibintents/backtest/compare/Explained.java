package dev.ibintents.backtest.compare;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

/**
 * The difference between the live profit of a strategy on a day and the profit of the replay. The
 * parts sum to the difference. All amounts are in cents, and positive if live was better.
 *
 * @param live the live profit
 * @param replayed the profit of the replay
 * @param price the effect of other prices on what both traded
 * @param commission the effect of other commissions
 * @param orders the effect of orders that only one of both filled: skipped, refused, or of another
 *     size
 * @param timing the effect of live orders that were filled on another day than that of their run
 * @param data the effect of other closes: the broker's and the bars'
 * @param other the rest: crossings, dividends, interest, fees, exchange rates, rounding
 * @param remark the live orders that were not filled, in words; empty if there are none
 */
public record Explained(
    LocalDate day,
    String strategy,
    BigDecimal live,
    BigDecimal replayed,
    BigDecimal price,
    BigDecimal commission,
    BigDecimal orders,
    BigDecimal timing,
    BigDecimal data,
    BigDecimal other,
    String remark) {
  /** Live less replayed. */
  public BigDecimal difference() {
    return live.subtract(replayed);
  }

  /** The amounts, in the sequence of {@link #HEAD}. */
  public List<BigDecimal> amounts() {
    return List.of(live, replayed, difference(), price, commission, orders, timing, data, other);
  }

  /** The names of the amounts. */
  public static final List<String> HEAD =
      List.of(
          "live",
          "replayed",
          "difference",
          "price",
          "commission",
          "skipped or refused",
          "timing",
          "data",
          "other");
}
