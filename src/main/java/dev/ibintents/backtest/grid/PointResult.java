package dev.ibintents.backtest.grid;

import dev.ibintents.backtest.BacktestResult;
import dev.ibintents.backtest.plan.LoadedBars;
import dev.ibintents.backtest.report.ResultFigures;
import dev.ibintents.trading.PlainDecimal;
import dev.ibintents.trading.performance.Drawdown;
import dev.ibintents.trading.performance.Figure;
import dev.ibintents.trading.performance.Statistics;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The figures of a point's backtest. Each has up to 12 decimals, so that a stored result is the
 * same as a computed one.
 *
 * @param point the number of the point
 * @param values the values by the names of their parameters
 * @param cagr the growth of one year
 * @param sharpe the Sharpe ratio, of one year
 * @param returns the number of daily returns
 * @param skewness the skewness of the daily returns; empty if there is no Sharpe ratio
 * @param kurtosis the kurtosis of the daily returns; empty if there is no Sharpe ratio
 * @param maxDrawdown the depth of the largest fall, negative
 * @param costs the commissions and the slippage, in the base currency
 * @param endEquity the value of the account at the end
 * @param problems the number of problems and failures of intents
 * @param why the reasons of missing figures, by name
 */
public record PointResult(
    int point,
    SortedMap<String, String> values,
    Optional<BigDecimal> cagr,
    Optional<BigDecimal> sharpe,
    int returns,
    Optional<BigDecimal> skewness,
    Optional<BigDecimal> kurtosis,
    Optional<BigDecimal> maxDrawdown,
    BigDecimal costs,
    BigDecimal endEquity,
    int problems,
    SortedMap<String, String> why) {
  private static final int DECIMALS = 12;
  private static final double DAYS_OF_A_YEAR = 252;

  /** The figures of a result with one session or more. */
  static PointResult of(GridPoint point, BacktestResult result, LoadedBars bars) {
    ResultFigures.Part account =
        new ResultFigures(result, bars).account(Figure.none("a grid compares with no benchmark"));
    Statistics statistics = account.statistics();
    Optional<Moments> moments =
        statistics.sharpe().value().map(sharpe -> Moments.of(account.returns()));
    SortedMap<String, String> why = new TreeMap<>();
    return new PointResult(
        point.number(),
        point.values(),
        decimal("cagr", statistics.cagr(), why),
        decimal("sharpe", statistics.sharpe(), why),
        account.returns().size(),
        moments.map(Moments::skewness).map(PointResult::decimal),
        moments.map(Moments::kurtosis).map(PointResult::decimal),
        value("maxDrawdown", statistics.maxDrawdown(), why)
            .map(Drawdown::depth)
            .map(PointResult::decimal),
        PlainDecimal.of(result.commissions().add(result.slippage())),
        PlainDecimal.of(result.equity()),
        result.troubles().size(),
        why);
  }

  private static Optional<BigDecimal> decimal(
      String name, Figure<Double> figure, SortedMap<String, String> why) {
    return value(name, figure, why).map(PointResult::decimal);
  }

  private static <T> Optional<T> value(
      String name, Figure<T> figure, SortedMap<String, String> why) {
    if (figure.value().isEmpty()) {
      why.put(name, figure.why());
    }
    return figure.value();
  }

  private static BigDecimal decimal(double value) {
    return PlainDecimal.of(BigDecimal.valueOf(value).setScale(DECIMALS, RoundingMode.HALF_EVEN));
  }

  /** The Sharpe ratio of one day. */
  Optional<Double> dailySharpe() {
    return sharpe.map(ratio -> ratio.doubleValue() / Math.sqrt(DAYS_OF_A_YEAR));
  }

  /** A Sharpe ratio of one day as one of a year. */
  static double yearly(double dailySharpe) {
    return dailySharpe * Math.sqrt(DAYS_OF_A_YEAR);
  }

  /** The deflated Sharpe ratio of this result. */
  Figure<Double> deflated(Figure<DeflatedSharpe> correction) {
    if (sharpe.isEmpty()) {
      return Figure.none("there is no Sharpe ratio: " + why.get("sharpe"));
    }
    if (correction.value().isEmpty()) {
      return Figure.none(correction.why());
    }
    return correction
        .value()
        .get()
        .probability(
            dailySharpe().orElseThrow(),
            new Moments(
                returns,
                skewness.orElseThrow().doubleValue(),
                kurtosis.orElseThrow().doubleValue()));
  }
}
