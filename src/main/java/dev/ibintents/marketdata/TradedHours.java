package dev.ibintents.marketdata;

import dev.ibintents.ibapi.BarSize;
import dev.ibintents.ibapi.HistoricalBar;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.TreeSet;

/**
 * In which hours there are bars, as the bars of an hour tell. A request for short bars does not
 * reach over a night, and only so many may be asked; those for hours reach over a month, and there
 * is no such limit to them. Since they are asked for with the same hours of trading and the same
 * kind of data, whatever is shorter lies within one of them.
 */
final class TradedHours {
  private static final Duration HOUR = BarSize.HOUR.length();

  private final TreeSet<BarTime> hours = new TreeSet<>();

  /**
   * @param bars of an hour each; the first of a session may be shorter
   */
  TradedHours(Collection<HistoricalBar> bars) {
    bars.forEach(bar -> hours.add(BarTime.of(bar)));
  }

  /** From when on there are bars after a time: that time itself, or the beginning of an hour. */
  Optional<BarTime> from(BarTime time) {
    return Optional.ofNullable(hours.higher(time.plus(HOUR.negated())))
        .map(hour -> hour.isBefore(time) ? time : hour);
  }

  /** Until when there are bars before a time: that time itself, or the end of an hour. */
  Optional<BarTime> until(BarTime time) {
    return Optional.ofNullable(hours.lower(time))
        .map(hour -> hour.plus(HOUR))
        .map(end -> end.isAfter(time) ? time : end);
  }
}
