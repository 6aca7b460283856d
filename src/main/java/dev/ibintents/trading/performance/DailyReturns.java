package dev.ibintents.trading.performance;

import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Daily returns, and the statistics that they alone give. The definitions are those of the Python
 * libraries empyrical and quantstats.
 *
 * @param since the day on which the first interval begins
 * @param returns the returns, in the order of days
 */
public record DailyReturns(LocalDate since, List<DayReturn> returns) {
  /** The trading days of a year. Figures per trading day are scaled to a year with it. */
  static final int TRADING_DAYS_OF_A_YEAR = 252;

  /** The calendar days of a year. Growth between two dates is scaled to a year with it. */
  static final double DAYS_OF_A_YEAR = 365;

  /** The fewest returns from which a spread or a relation is computed. */
  static final int FEWEST_RETURNS = 10;

  /** The fewest calendar days whose growth is scaled to a year. */
  static final int FEWEST_DAYS = 28;

  /** A smaller spread, relative to the largest value, is only an error of rounding. */
  private static final double ROUNDING = 1e-12;

  /** Keeps a copy. */
  public DailyReturns {
    returns = List.copyOf(returns);
  }

  /** The whole growth: the returns compounded. */
  Figure<Double> timeWeighted() {
    return growth().then(growth -> Figure.of(growth - 1));
  }

  /** The final value of 1 that was invested at the beginning. */
  private Figure<Double> growth() {
    if (returns.isEmpty()) {
      return Figure.none("there is no day with a return");
    }
    return compounded(this).then(all -> Figure.of(all.get(all.size() - 1)));
  }

  /** The value, day by day, of 1 that was invested at the beginning. */
  private static Figure<List<Double>> compounded(DailyReturns daily) {
    List<Double> values = new ArrayList<>(daily.returns.size());
    double value = 1;
    for (DayReturn day : daily.returns) {
      if (day.value() < -1) {
        return Figure.none(
            "on %s the loss was larger than the capital, so returns do not compound"
                .formatted(day.day()));
      }
      value *= 1 + day.value();
      values.add(value);
    }
    return Figure.of(values);
  }

  /** The growth of one year: the whole growth, scaled by calendar days. */
  Figure<Double> growthPerYear() {
    return growth()
        .then(
            growth -> {
              long days = ChronoUnit.DAYS.between(since, last());
              return days < FEWEST_DAYS
                  ? Figure.none(
                      "%d calendar days are too few to speak of a year; at least %d are needed"
                          .formatted(days, FEWEST_DAYS))
                  : Figure.of(Math.pow(growth, DAYS_OF_A_YEAR / days) - 1);
            });
  }

  private LocalDate last() {
    return returns.get(returns.size() - 1).day();
  }

  /** The standard deviation of daily returns, with n − 1, times √252. */
  Figure<Double> volatility() {
    return enough().then(count -> Figure.of(deviation(values()) * yearly()));
  }

  /**
   * The mean daily return above the risk-free rate, divided by the standard deviation (n − 1),
   * times √252.
   */
  Figure<Double> sharpe(RiskFreeRate riskFree) {
    return enough()
        .then(
            count -> {
              double[] excess = excess(riskFree);
              double deviation = deviation(excess);
              return isZero(deviation, excess)
                  ? Figure.none("the returns do not vary")
                  : Figure.of(mean(excess) / deviation * yearly());
            });
  }

  /**
   * The mean daily return above the risk-free rate, divided by the downside deviation, times √252.
   * The downside deviation is the root of the sum of squared losses divided by the number of all
   * days, not only of the losing ones.
   */
  Figure<Double> sortino(RiskFreeRate riskFree) {
    return enough()
        .then(
            count -> {
              double[] excess = excess(riskFree);
              double squares = 0;
              for (double value : excess) {
                squares += value < 0 ? value * value : 0;
              }
              double downside = Math.sqrt(squares / excess.length);
              return isZero(downside, excess)
                  ? Figure.none("no day's return is below the risk-free rate")
                  : Figure.of(mean(excess) / downside * yearly());
            });
  }

  /** The largest fall from a peak. The beginning counts as the first peak. */
  Figure<Drawdown> maxDrawdown() {
    if (returns.isEmpty()) {
      return Figure.none("there is no day with a return");
    }
    return compounded(this).then(values -> Figure.of(maxDrawdown(values)));
  }

  private Drawdown maxDrawdown(List<Double> values) {
    double peak = 1;
    LocalDate peakDay = since;
    Drawdown largest = Drawdown.NONE;
    double peakOfLargest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < values.size(); i++) {
      LocalDate day = returns.get(i).day();
      double value = values.get(i);
      if (value >= peakOfLargest * (1 - ROUNDING)) {
        largest = largest.recoveredOn(day);
        peakOfLargest = Double.POSITIVE_INFINITY;
      }
      if (value >= peak) {
        peak = value;
        peakDay = day;
      } else if (value / peak - 1 < largest.depth()) {
        largest = new Drawdown(value / peak - 1, peakDay, day, Optional.empty());
        peakOfLargest = peak;
      }
    }
    return largest;
  }

  /** The growth of one year divided by the depth of the largest fall. */
  Figure<Double> calmar() {
    return growthPerYear()
        .then(
            growth ->
                maxDrawdown()
                    .then(
                        drawdown ->
                            drawdown.depth() < 0
                                ? Figure.of(growth / -drawdown.depth())
                                : Figure.none("the value never fell below its peak")));
  }

  /** The day with the highest return. */
  Figure<DayReturn> bestDay() {
    return extreme(returns, Comparator.comparingDouble(DayReturn::value));
  }

  /** The day with the lowest return. */
  Figure<DayReturn> worstDay() {
    return extreme(returns, Comparator.comparingDouble(DayReturn::value).reversed());
  }

  /** The month with the highest return. */
  Figure<MonthReturn> bestMonth() {
    return months().then(months -> extreme(months, Comparator.comparingDouble(MonthReturn::value)));
  }

  /** The month with the lowest return. */
  Figure<MonthReturn> worstMonth() {
    return months()
        .then(months -> extreme(months, Comparator.comparingDouble(MonthReturn::value).reversed()));
  }

  /** The greatest element; the first of several. */
  private static <T> Figure<T> extreme(List<T> all, Comparator<T> order) {
    return all.stream()
        .reduce((first, next) -> order.compare(next, first) > 0 ? next : first)
        .map(Figure::of)
        .orElseGet(() -> Figure.none("there is no day with a return"));
  }

  /** The returns of months. A day belongs to the month in which its interval ends. */
  private Figure<List<MonthReturn>> months() {
    return compounded(this)
        .then(
            values -> {
              SortedMap<YearMonth, Double> growth = new TreeMap<>();
              returns.forEach(
                  day ->
                      growth.merge(
                          YearMonth.from(day.day()), 1 + day.value(), (one, two) -> one * two));
              return Figure.of(
                  growth.entrySet().stream()
                      .map(month -> new MonthReturn(month.getKey(), month.getValue() - 1))
                      .toList());
            });
  }

  /** The number of days with a gain, divided by the number of days with a gain or a loss. */
  Figure<Double> winningDays() {
    long gains = returns.stream().filter(day -> day.value() > 0).count();
    long changes = returns.stream().filter(day -> day.value() != 0).count();
    return changes == 0
        ? Figure.none("no day has a gain or a loss")
        : Figure.of((double) gains / changes);
  }

  /** The covariance with the benchmark divided by the benchmark's variance. */
  Figure<Double> beta(DailyReturns benchmark) {
    return pairs(benchmark)
        .then(
            pairs ->
                isZero(deviation(pairs.benchmark), pairs.benchmark)
                    ? Figure.none("the benchmark does not vary")
                    : Figure.of(
                        covariance(pairs.own, pairs.benchmark)
                            / covariance(pairs.benchmark, pairs.benchmark)));
  }

  /** Pearson's correlation with the benchmark, from -1 to 1. */
  Figure<Double> correlation(DailyReturns benchmark) {
    return pairs(benchmark)
        .then(
            pairs -> {
              double own = deviation(pairs.own);
              double other = deviation(pairs.benchmark);
              if (isZero(other, pairs.benchmark)) {
                return Figure.none("the benchmark does not vary");
              }
              return isZero(own, pairs.own)
                  ? Figure.none("the returns do not vary")
                  : Figure.of(
                      Math.max(
                          -1, Math.min(1, covariance(pairs.own, pairs.benchmark) / own / other)));
            });
  }

  /** The returns of the days on which both have one. */
  private record Pairs(double[] own, double[] benchmark) {}

  private Figure<Pairs> pairs(DailyReturns benchmark) {
    Map<LocalDate, Double> others = new HashMap<>();
    benchmark.returns.forEach(day -> others.put(day.day(), day.value()));
    List<DayReturn> common = returns.stream().filter(day -> others.containsKey(day.day())).toList();
    return common.size() < FEWEST_RETURNS
        ? Figure.none(
            "%d days with a return of both are too few; at least %d are needed"
                .formatted(common.size(), FEWEST_RETURNS))
        : Figure.of(
            new Pairs(
                common.stream().mapToDouble(DayReturn::value).toArray(),
                common.stream().mapToDouble(day -> others.get(day.day())).toArray()));
  }

  private Figure<Integer> enough() {
    return returns.size() < FEWEST_RETURNS
        ? Figure.none(
            "%d daily returns are too few; at least %d are needed"
                .formatted(returns.size(), FEWEST_RETURNS))
        : Figure.of(returns.size());
  }

  private double[] values() {
    return returns.stream().mapToDouble(DayReturn::value).toArray();
  }

  private double[] excess(RiskFreeRate riskFree) {
    double rate = riskFree.perTradingDay();
    return returns.stream().mapToDouble(day -> day.value() - rate).toArray();
  }

  private static double yearly() {
    return Math.sqrt(TRADING_DAYS_OF_A_YEAR);
  }

  private static double mean(double... values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private static double covariance(double[] some, double[] others) {
    double meanOfSome = mean(some);
    double meanOfOthers = mean(others);
    double sum = 0;
    for (int i = 0; i < some.length; i++) {
      sum += (some[i] - meanOfSome) * (others[i] - meanOfOthers);
    }
    return sum / (some.length - 1);
  }

  private static double deviation(double... values) {
    return Math.sqrt(covariance(values, values));
  }

  private static boolean isZero(double spread, double... values) {
    double largest = 0;
    for (double value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return spread <= largest * ROUNDING;
  }

  /**
   * The compounded return of the days of one month.
   *
   * @param month the month
   * @param value the return as a fraction
   */
  public record MonthReturn(YearMonth month, double value) {}
}
