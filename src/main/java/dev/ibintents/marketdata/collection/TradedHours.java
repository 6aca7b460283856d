package dev.ibintents.marketdata.collection;

import dev.ibintents.ibapi.BarSize;
import dev.ibintents.ibapi.HistoricalBar;
import dev.ibintents.marketdata.BarTime;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The hours in which an instrument has traded, from its bars of an hour. A request for short bars
 * does not reach over a night, and the broker limits the number of such requests. A request for
 * hours reaches over a month, and has no such limit. Both ask for the same trading hours and the
 * same kind of data, so every short bar lies within one of these hours.
 */
final class TradedHours {
  private static final Duration HOUR = BarSize.HOUR.length();

  private final TreeSet<BarTime> hours = new TreeSet<>();

  /**
   * @param bars bars of an hour; the first of a session may be shorter
   */
  TradedHours(Collection<HistoricalBar> bars) {
    bars.forEach(bar -> hours.add(BarTime.of(bar)));
  }

  /** The next time with bars: the given time, or the beginning of a later hour; else empty. */
  Optional<BarTime> from(BarTime time) {
    return Optional.ofNullable(hours.higher(time.plus(HOUR.negated())))
        .map(hour -> hour.isBefore(time) ? time : hour);
  }

  /** The last time with bars: the given time, or the end of an earlier hour; else empty. */
  Optional<BarTime> until(BarTime time) {
    return Optional.ofNullable(hours.lower(time))
        .map(hour -> hour.plus(HOUR))
        .map(end -> end.isAfter(time) ? time : end);
  }
}
