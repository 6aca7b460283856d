package dev.ibintents.strategy;

import dev.ibintents.gateway.ResolvedContract;
import dev.ibintents.ibapi.HistoricalBar;
import dev.ibintents.marketdata.Series;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** A source of bars: the store and the gateway, or a test. */
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
