package dev.ibintents.strategy;

import dev.ibintents.gateway.ResolvedContract;
import dev.ibintents.ibapi.HistoricalBar;
import dev.ibintents.marketdata.Series;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Where bars come from: the store and the gateway, or a test's own. */
@FunctionalInterface
public interface BarSource {

  /**
   * The last daily bars of several instruments, asked for at once.
   *
   * @param contracts the instruments
   * @param days how many bars are needed, at the least; more do no harm
   * @return for each instrument its bars, the oldest first; the last may be of an unfinished day
   */
  List<List<DailyBar>> daily(List<ResolvedContract> contracts, int days);

  /**
   * What is stored of a series from one day to another; a source without a store has nothing.
   *
   * @param series the series
   * @param from the first day, in the instrument's time zone
   * @param to the last day
   * @return those of its bars that are stored, the oldest first; empty if it was never collected
   */
  default Optional<List<HistoricalBar>> stored(Series series, LocalDate from, LocalDate to) {
    return Optional.empty();
  }
}
