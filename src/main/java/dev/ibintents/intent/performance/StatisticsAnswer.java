package dev.ibintents.intent.performance;

import com.google.gson.annotations.SerializedName;
import dev.ibintents.trading.performance.DailyReturns.MonthReturn;
import dev.ibintents.trading.performance.DayReturn;
import dev.ibintents.trading.performance.Drawdown;
import dev.ibintents.trading.performance.Figure;
import dev.ibintents.trading.performance.Statistics;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The statistics of the account, of a strategy or of the benchmark. Returns and rates are
 * fractions. The answer's {@code definitions} say how each is computed.
 *
 * @param timeWeightedReturn the daily returns compounded; {@code null} with a reason, as all others
 * @param moneyWeightedReturn the rate per year (XIRR)
 * @param cagr the growth of one year
 * @param volatility the standard deviation of daily returns, per year
 * @param sharpe the Sharpe ratio
 * @param sortino the Sortino ratio
 * @param maxDrawdown the largest fall from a peak; {@code null} with a reason
 * @param calmar the growth of one year divided by the depth of the largest fall
 * @param bestDay the day with the highest return; {@code null} with a reason
 * @param worstDay the day with the lowest return; {@code null} with a reason
 * @param bestMonth the month with the highest return; {@code null} with a reason
 * @param worstMonth the month with the lowest return; {@code null} with a reason
 * @param winningDays the share of winning days
 * @param turnover half of the value of all trades, divided by the mean capital
 * @param costs commissions and fees, divided by the mean capital
 * @param beta the slope against the benchmark
 * @param correlation the correlation with the benchmark
 * @param why the reason of each figure that is {@code null}, by its name
 */
public record StatisticsAnswer(
    BigDecimal timeWeightedReturn,
    BigDecimal moneyWeightedReturn,
    BigDecimal cagr,
    BigDecimal volatility,
    BigDecimal sharpe,
    BigDecimal sortino,
    Fall maxDrawdown,
    BigDecimal calmar,
    Dated bestDay,
    Dated worstDay,
    Monthly bestMonth,
    Monthly worstMonth,
    BigDecimal winningDays,
    BigDecimal turnover,
    BigDecimal costs,
    BigDecimal beta,
    BigDecimal correlation,
    SortedMap<String, String> why) {

  /**
   * A fall from a peak.
   *
   * @param depth the loss as a fraction, negative; 0 if the value never fell
   * @param peak the last day of the peak; {@code null} if the value never fell
   * @param trough the day of the lowest value; {@code null} if the value never fell
   * @param recovered the first day at the peak again; {@code null} if that is still to come
   */
  public record Fall(BigDecimal depth, String peak, String trough, String recovered) {
    static Fall of(Drawdown drawdown) {
      return new Fall(
          Fractions.shown(drawdown.depth()),
          text(drawdown.peak()),
          text(drawdown.trough()),
          text(drawdown.recovered().orElse(null)));
    }

    private static String text(LocalDate day) {
      return day == null ? null : day.toString();
    }
  }

  /**
   * A day and its return.
   *
   * @param day the day
   * @param returns the return as a fraction
   */
  record Dated(String day, @SerializedName("return") BigDecimal returns) {
    static Dated of(DayReturn day) {
      return new Dated(day.day().toString(), Fractions.shown(day.value()));
    }
  }

  /**
   * A month and its return.
   *
   * @param month the month, such as 2026-11
   * @param returns the return as a fraction
   */
  record Monthly(String month, @SerializedName("return") BigDecimal returns) {
    static Monthly of(MonthReturn month) {
      return new Monthly(month.month().toString(), Fractions.shown(month.value()));
    }
  }

  /** The answer for some statistics. */
  public static StatisticsAnswer of(Statistics statistics) {
    Reasons reasons = new Reasons(new TreeMap<>());
    return new StatisticsAnswer(
        reasons.number("timeWeightedReturn", statistics.timeWeightedReturn()),
        reasons.number("moneyWeightedReturn", statistics.moneyWeightedReturn()),
        reasons.number("cagr", statistics.cagr()),
        reasons.number("volatility", statistics.volatility()),
        reasons.number("sharpe", statistics.sharpe()),
        reasons.number("sortino", statistics.sortino()),
        reasons.value("maxDrawdown", statistics.maxDrawdown(), Fall::of),
        reasons.number("calmar", statistics.calmar()),
        reasons.value("bestDay", statistics.bestDay(), Dated::of),
        reasons.value("worstDay", statistics.worstDay(), Dated::of),
        reasons.value("bestMonth", statistics.bestMonth(), Monthly::of),
        reasons.value("worstMonth", statistics.worstMonth(), Monthly::of),
        reasons.number("winningDays", statistics.winningDays()),
        reasons.number("turnover", statistics.turnover()),
        reasons.number("costs", statistics.costs()),
        reasons.number("beta", statistics.beta()),
        reasons.number("correlation", statistics.correlation()),
        reasons.byName());
  }

  /**
   * The reasons of missing figures.
   *
   * @param byName the reasons
   */
  private record Reasons(SortedMap<String, String> byName) {
    BigDecimal number(String name, Figure<Double> figure) {
      return value(name, figure, Fractions::shown);
    }

    <T, R> R value(String name, Figure<T> figure, Function<T, R> form) {
      if (figure.value().isEmpty()) {
        byName.put(name, figure.why());
      }
      return figure.value().map(form).orElse(null);
    }
  }
}
