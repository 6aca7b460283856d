package dev.ibintents.strategy;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The last run that was planned with a strategy, whatever became of its orders.
 *
 * @param time the time at which the run began
 * @param signals the strategy's signals in it: the fraction of its capital for each contract, by
 *     conId, sorted
 */
public record LastRun(Instant time, SortedMap<Integer, BigDecimal> signals) {
  /** Keeps a copy. */
  public LastRun {
    signals = Collections.unmodifiableSortedMap(new TreeMap<>(signals));
  }

  /** Creates a run from signals in any order. */
  public static LastRun of(Instant time, Map<Integer, BigDecimal> signals) {
    return new LastRun(time, new TreeMap<>(signals));
  }

  /** Returns the day of the run in a time zone, such as that of an instrument. */
  public LocalDate date(ZoneId zone) {
    return LocalDate.ofInstant(time, zone);
  }

  /** Returns the signal for a contract; 0 if there was none. */
  public BigDecimal signal(int conId) {
    return signals.getOrDefault(conId, BigDecimal.ZERO);
  }
}
