package dev.ibintents.trading.performance;

import dev.ibintents.ibapi.HistoricalBar;
import dev.ibintents.marketdata.BarTime;
import dev.ibintents.marketdata.Bars;
import dev.ibintents.marketdata.SeriesIndex;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A contract to compare with, by the closing prices of its stored daily bars, in its own currency.
 *
 * @param since the day on which the first interval begins
 * @param days the days on which the intervals end
 * @param startClose the close of the day on which the first interval begins; empty if there is none
 * @param close the close of each day, or the last one before it; {@code null} where the bars do not
 *     reach
 * @param returns the change of the close; {@code null} where a close is missing
 */
public record Benchmark(
    LocalDate since,
    List<LocalDate> days,
    Optional<BigDecimal> startClose,
    List<BigDecimal> close,
    List<Double> returns) {
  /** A close that is older does not stand for a day without a bar. */
  private static final int OLDEST_CLOSE_IN_DAYS = 7;

  /**
   * Reads the closes of the days of a table.
   *
   * @param index the daily series
   */
  public static Benchmark of(Bars bars, SeriesIndex index, ProfitTable table) {
    NavigableMap<LocalDate, BigDecimal> closes = new TreeMap<>();
    LocalDate last =
        table.days().isEmpty() ? table.since() : table.days().get(table.days().size() - 1);
    bars.range(
            index,
            Optional.of(BarTime.of(table.since().minusDays(OLDEST_CLOSE_IN_DAYS))),
            Optional.of(BarTime.of(last.plusDays(OLDEST_CLOSE_IN_DAYS))))
        .forEach(bar -> closes.put(day(bar), bar.close()));
    Optional<BigDecimal> start = close(closes, table.since());
    List<BigDecimal> close = new ArrayList<>();
    List<Double> returns = new ArrayList<>();
    BigDecimal before = start.orElse(null);
    for (LocalDate day : table.days()) {
      BigDecimal now = close(closes, day).orElse(null);
      close.add(now);
      returns.add(
          before == null || now == null || before.signum() <= 0
              ? null
              : now.doubleValue() / before.doubleValue() - 1);
      before = now;
    }
    return new Benchmark(table.since(), table.days(), start, close, returns);
  }

  private static LocalDate day(HistoricalBar bar) {
    return LocalDate.parse(BarTime.of(bar).toString());
  }

  /** The close of a day. A day without a bar has the close before it, if a later bar exists. */
  private static Optional<BigDecimal> close(
      NavigableMap<LocalDate, BigDecimal> closes, LocalDate day) {
    Map.Entry<LocalDate, BigDecimal> found = closes.floorEntry(day);
    boolean isCovered = closes.ceilingKey(day) != null;
    return found == null
            || !isCovered
            || found.getKey().isBefore(day.minusDays(OLDEST_CLOSE_IN_DAYS))
        ? Optional.empty()
        : Optional.of(found.getValue());
  }

  /** The daily returns. */
  public DailyReturns daily() {
    return Columns.daily(since, days, returns);
  }

  /** The statistics of the benchmark by itself. */
  public Statistics statistics(RiskFreeRate riskFree) {
    DailyReturns daily = daily();
    List<DatedFlow> investment = new ArrayList<>();
    Figure<Double> growth = daily.timeWeighted();
    growth
        .value()
        .ifPresent(
            whole -> {
              investment.add(new DatedFlow(daily.since(), -1));
              investment.add(
                  new DatedFlow(daily.returns().get(daily.returns().size() - 1).day(), 1 + whole));
            });
    return new TrackRecord(daily, investment, 0, 0, 0).statistics(riskFree, Figure.of(daily));
  }
}
