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
 * Reads the times of the bars in one answer, for bars that are shorter than a day and follow each
 * other.
 *
 * <p>Besides the forms that {@link GatewayTime} reads, gateways write {@code 0714 09:30:00
 * US/Eastern}, without the year. The end of the answer's range supplies the year. A time without a
 * zone is refused: its zone may be the instrument's, the gateway's or UTC, by a setting that no
 * message reports.
 */
public final class BarTimes {
  private static final Pattern WITHOUT_YEAR =
      Pattern.compile("(\\d{4}) {1,2}(\\d\\d:\\d\\d)(:\\d\\d)?(?: .*)?");
  private static final Pattern END =
      Pattern.compile("(\\d{8})(?:-| {1,2})(\\d\\d:\\d\\d)(:\\d\\d)?(?: .*)?");
  private static final DateTimeFormatter LOCAL =
      DateTimeFormatter.ofPattern("uuuuMMdd HH:mm:ss").withResolverStyle(ResolverStyle.STRICT);

  /**
   * The most years to search back: the 29th of February returns after four years, and once in a
   * century after eight.
   */
  private static final int MOST_YEARS_BACK = 8;

  /**
   * The most by which a bar may appear to be later than its successor, because of zones or daylight
   * saving.
   */
  private static final Duration ZONES = Duration.ofDays(1);

  private BarTimes() {}

  /**
   * The moments that the texts mean.
   *
   * @param texts the times of the bars, the oldest first
   * @param endDate the end of the answer's range
   * @throws DateTimeException if a text has an unknown form or no zone
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
   * The reason why a text is no time, whatever its position in the sequence; empty if it may be
   * one. A text without a year can only be judged within its sequence.
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

  /**
   * Adds the years, from the last text to the first: the latest year in which the time is before
   * its successor.
   */
  private static List<String> withYears(List<String> texts, String endDate) {
    if (texts.stream().noneMatch(text -> WITHOUT_YEAR.matcher(text).matches())) {
      return texts;
    }
    LocalDateTime next = end(endDate, texts.get(texts.size() - 1));
    List<String> dated = new ArrayList<>();
    ListIterator<String> reversed = texts.listIterator(texts.size());
    while (reversed.hasPrevious()) {
      String text = reversed.previous();
      Matcher parts = WITHOUT_YEAR.matcher(text);
      if (!parts.matches()) {
        throw new DateTimeException("\"" + text + "\" has a year, but other bars have none");
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
              + "\" has no year, and neither has the end of the range, \""
              + endDate
              + "\"");
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
