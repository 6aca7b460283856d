package dev.ibintents.marketdata;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Days without bars on which the instrument should have traded.
 *
 * <p>The gateway has no calendar of the past, so other instruments are compared. A weekday without
 * bars is a gap if another stored series with the same trading days has bars on it; otherwise it is
 * a holiday. Where no other series reaches, only more than four weekdays in a row count as a gap,
 * because exchanges have not been closed for longer (four days in September 2001).
 *
 * @param from the first of the days
 * @param to the last of the days; only weekends are between
 * @param days the number of weekdays
 */
public record Gap(LocalDate from, LocalDate to, int days) {
  private static final int LONGEST_CLOSURE = 4;

  /**
   * The gaps of a series, without the days of which the broker has said that it has no bars.
   *
   * @param series the series
   * @param before the first day on which missing bars are no gap; empty if bars before the first or
   *     after the last are still to be collected
   * @param all the series that are stored
   */
  public static List<Gap> of(
      SeriesIndex series, Optional<LocalDate> before, Collection<SeriesIndex> all) {
    List<SeriesIndex> others = others(series, all);
    SortedSet<LocalDate> missing = new TreeSet<>();
    inside(series, series.idleDays(), all).forEach(gap -> missing.addAll(gap.weekdays()));
    missing.removeAll(series.holes().empty());
    before.stream()
        .flatMap(end -> beyond(series, end))
        .filter(day -> haveTraded(others, day))
        .forEach(missing::add);
    return runs(missing);
  }

  /**
   * The gaps between a series' first and last bar.
   *
   * @param series the series
   * @param days the idle days of the series that count
   * @param all the series that are stored
   */
  public static List<Gap> inside(
      SeriesIndex series, SortedSet<LocalDate> days, Collection<SeriesIndex> all) {
    List<SeriesIndex> others = others(series, all);
    SortedSet<LocalDate> missing = new TreeSet<>();
    for (Gap idle : runs(series.idleDays())) {
      boolean isTooLong = idle.days() > LONGEST_CLOSURE;
      idle.weekdays().stream()
          .filter(days::contains)
          .filter(
              day ->
                  haveTraded(others, day)
                      || isTooLong && others.stream().noneMatch(other -> reaches(other, day)))
          .forEach(missing::add);
    }
    return runs(missing);
  }

  private static List<SeriesIndex> others(SeriesIndex series, Collection<SeriesIndex> all) {
    return all.stream()
        .filter(other -> !other.series().equals(series.series()))
        .filter(other -> other.contract().calendar().equals(series.contract().calendar()))
        .toList();
  }

  /** The weekdays after the last bar, and the weekdays before the first that were asked for. */
  private static Stream<LocalDate> beyond(SeriesIndex series, LocalDate before) {
    ZoneId zone = series.contract().zone();
    Optional<LocalDate> first = series.first().map(time -> time.day(zone));
    Optional<LocalDate> last = series.last().map(time -> time.day(zone));
    Optional<LocalDate> wanted =
        series
            .wanted()
            .filter(time -> !series.isWhole())
            .map(time -> time.isDate() ? time.date() : time.day(zone).plusDays(1));
    return Stream.concat(
            first.flatMap(end -> wanted.map(from -> days(from, end))).orElse(Stream.empty()),
            last.map(day -> days(day.plusDays(1), before)).orElse(Stream.empty()))
        .filter(day -> day.getDayOfWeek().compareTo(DayOfWeek.FRIDAY) <= 0);
  }

  private static Stream<LocalDate> days(LocalDate from, LocalDate before) {
    return from.isBefore(before) ? from.datesUntil(before) : Stream.empty();
  }

  private static boolean haveTraded(List<SeriesIndex> others, LocalDate day) {
    return others.stream().anyMatch(other -> hasTraded(other, day));
  }

  private static boolean reaches(SeriesIndex other, LocalDate day) {
    return other
            .first()
            .filter(first -> !first.day(other.contract().zone()).isAfter(day))
            .isPresent()
        && other
            .last()
            .filter(last -> !last.day(other.contract().zone()).isBefore(day))
            .isPresent();
  }

  private static boolean hasTraded(SeriesIndex other, LocalDate day) {
    return reaches(other, day) && !other.idleDays().contains(day);
  }

  /** Weekdays as runs: in a run, only weekends are between two days. */
  public static List<Gap> runs(Collection<LocalDate> weekdays) {
    List<Gap> runs = new ArrayList<>();
    for (LocalDate day : weekdays) {
      Gap last = runs.isEmpty() ? null : runs.get(runs.size() - 1);
      if (last != null && next(last.to()).equals(day)) {
        runs.set(runs.size() - 1, new Gap(last.from(), day, last.days() + 1));
      } else {
        runs.add(new Gap(day, day, 1));
      }
    }
    return runs;
  }

  private static LocalDate next(LocalDate weekday) {
    return weekday.plusDays(weekday.getDayOfWeek() == DayOfWeek.FRIDAY ? 3 : 1);
  }

  public List<LocalDate> weekdays() {
    List<LocalDate> weekdays = new ArrayList<>();
    for (LocalDate day = from; !day.isAfter(to); day = next(day)) {
      weekdays.add(day);
    }
    return weekdays;
  }
}
