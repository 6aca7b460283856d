package dev.ibintents.backtest.compare;

import dev.ibintents.trading.performance.DayHoldings;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A day on which strategies traded live.
 *
 * @param before the day on record before it
 * @param equity the account's net liquidation value at the end of that day
 * @param opening the holdings at the end of that day
 * @param closing the holdings at the end of this day
 * @param time the time in New York at which the first run of the day began
 * @param exposures the fraction of the account of each strategy of that run
 * @param profits the profit of each strategy on this day
 * @param commissions the commissions of each strategy on this day, negative
 * @param fills the executions of the day
 * @param delayed the executions of later days, whose orders are of this day
 * @param undone the orders of the day that were not filled, in words, by strategy
 */
public record LiveDay(
    LocalDate day,
    LocalDate before,
    BigDecimal equity,
    DayHoldings opening,
    DayHoldings closing,
    LocalTime time,
    Map<String, BigDecimal> exposures,
    SortedMap<String, BigDecimal> profits,
    SortedMap<String, BigDecimal> commissions,
    List<LiveFill> fills,
    List<LiveFill> delayed,
    SortedMap<String, String> undone) {

  /**
   * An execution.
   *
   * @param multiplier the units of the underlying in one unit
   * @param isLate whether its order is of an earlier day
   * @param applied the quantity of each strategy
   */
  public record LiveFill(
      int conId,
      BigDecimal price,
      BigDecimal multiplier,
      boolean isLate,
      SortedMap<String, BigDecimal> applied) {
    /** The value of one unit at the price. */
    BigDecimal unitValue() {
      return price.multiply(multiplier);
    }
  }

  /** The value of one unit at the end of the day before, as the broker gave it. */
  Optional<BigDecimal> valueBefore(int conId) {
    return value(opening, conId);
  }

  /** The value of one unit at the end of this day, as the broker gave it. */
  Optional<BigDecimal> valueAfter(int conId) {
    return value(closing, conId);
  }

  private static Optional<BigDecimal> value(DayHoldings holdings, int conId) {
    return Optional.ofNullable(holdings.units().get(conId)).map(DayHoldings.Unit::value);
  }
}
