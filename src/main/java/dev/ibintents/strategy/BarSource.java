package dev.ibintents.strategy;

import dev.ibintents.gateway.ResolvedContract;
import dev.ibintents.ibapi.HistoricalBar;
import dev.ibintents.marketdata.Series;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * A source of bars: the store and the gateway, or a test.
 *
 * <p>It is no part of the interface for strategies: it may change with each version.
 */
@FunctionalInterface
public interface BarSource {

  /**
   * Returns the last daily bars of several instruments, with a single wait.
   *
   * @param contracts the instruments
   * @param days the smallest number of bars; more are allowed
   * @return the bars of each instrument, the oldest first; the last day may be unfinished
   */
  List<List<DailyBar>> daily(List<ResolvedContract> contracts, int days);

  /**
   * Returns the daily bars of several instruments since a day, with a single wait.
   *
   * @param contracts the instruments
   * @param from the first day; earlier bars are allowed
   * @param today the present day
   * @return the bars of each instrument, the oldest first; the last day may be unfinished
   */
  default List<List<DailyBar>> dailySince(
      List<ResolvedContract> contracts, LocalDate from, LocalDate today) {
    return daily(contracts, Math.toIntExact(ChronoUnit.DAYS.between(from, today)) + 1);
  }

  /**
   * Returns the stored bars of a series; a source without a store has none.
   *
   * @param series the series
   * @param from the first day, in the instrument's time zone
   * @param to the last day
   * @return the stored bars, the oldest first; empty if the series was never collected
   */
  default Optional<List<HistoricalBar>> stored(Series series, LocalDate from, LocalDate to) {
    return Optional.empty();
  }
}
