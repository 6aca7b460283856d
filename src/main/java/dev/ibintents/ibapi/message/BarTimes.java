package dev.ibintents.ibapi.message;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.ListIterator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The times of an answer's bars, which are shorter than a day and follow each other. Besides the
 * forms that {@link GatewayTime} reads, gateways write {@code 0714 09:30:00 US/Eastern}, without
 * the year, which the end of the answer's range tells. A time that names no zone is refused: it may
 * be in the instrument's zone, in the gateway's or in UTC, by a setting that no message tells.
 */
public final class BarTimes {
  private static final Pattern WITHOUT_YEAR =
      Pattern.compile("(\\d{4}) {1,2}(\\d\\d:\\d\\d)(:\\d\\d)?(?: .*)?");
  private static final Pattern END =
      Pattern.compile("(\\d{8})(?:-| {1,2})(\\d\\d:\\d\\d)(:\\d\\d)?(?: .*)?");
  private static final DateTimeFormatter LOCAL =
      DateTimeFormatter.ofPattern("uuuuMMdd HH:mm:ss").withResolverStyle(ResolverStyle.STRICT);

  /** The 29th of February comes again after four years, and once in a century after eight. */
  private static final int MOST_YEARS_BACK = 8;

  /** By how much a bar may seem to be beyond a later one, by their zones or by daylight saving. */
  private static final Duration ZONES = Duration.ofDays(1);

  private BarTimes() {}

  /**
   * The moments that the texts mean.
   *
   * @param texts the times of bars, the oldest first
   * @param endDate the end of the answer's range
   * @throws DateTimeException if one is in no form that is known, or does not say which moment it
   *     is
   */
  public static List<Instant> read(List<String> texts, String endDate) {
    List<Instant> times = new ArrayList<>();
    Instant previous = Instant.MIN;
    for (String text : withYears(texts, endDate)) {
      previous = GatewayTime.following(text, previous);
      times.add(previous);
    }
    return times;
  }

  /**
   * Why a text is no time, wherever it stands in a row; empty if it may be one. Of a time without
   * its year, only the row can tell.
   */
  public static Optional<String> fault(String text) {
    if (WITHOUT_YEAR.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      GatewayTime.following(text, Instant.MIN);
      return Optional.empty();
    } catch (DateTimeException e) {
      return Optional.of(e.getMessage());
    }
  }

  /** From the last to the first: each lies in the latest year in which it is before the next. */
  private static List<String> withYears(List<String> texts, String endDate) {
    if (texts.stream().noneMatch(text -> WITHOUT_YEAR.matcher(text).matches())) {
      return texts;
    }
    LocalDateTime next = end(endDate, texts.get(texts.size() - 1));
    List<String> dated = new ArrayList<>();
    ListIterator<String> each = texts.listIterator(texts.size());
    while (each.hasPrevious()) {
      String text = each.previous();
      Matcher parts = WITHOUT_YEAR.matcher(text);
      if (!parts.matches()) {
        throw new DateTimeException("\"" + text + "\" has a year, and other bars have none");
      }
      next = latest(text, parts, next.plus(ZONES));
      dated.add(String.format("%04d%s", next.getYear(), text));
    }
    Collections.reverse(dated);
    return dated;
  }

  private static LocalDateTime end(String endDate, String last) {
    Matcher parts = END.matcher(endDate);
    if (!parts.matches()) {
      throw new DateTimeException(
          "\""
              + last
              + "\" has no year, and the end of the range, \""
              + endDate
              + "\", tells none");
    }
    return local(parts.group(1), parts);
  }

  private static LocalDateTime latest(String text, Matcher parts, LocalDateTime bound) {
    for (int year = bound.getYear(); year >= bound.getYear() - MOST_YEARS_BACK; year--) {
      try {
        LocalDateTime time = local(String.format("%04d%s", year, parts.group(1)), parts);
        if (!time.isAfter(bound)) {
          return time;
        }
      } catch (DateTimeException e) {
        if (!parts.group(1).equals("0229")) {
          throw new DateTimeException("\"" + text + "\" is not a time of the calendar", e);
        }
      }
    }
    throw new DateTimeException("\"" + text + "\" is in no year before " + bound);
  }

  private static LocalDateTime local(String date, Matcher parts) {
    String seconds = parts.group(3) == null ? ":00" : parts.group(3);
    return LocalDateTime.parse(date + ' ' + parts.group(2) + seconds, LOCAL);
  }
}
