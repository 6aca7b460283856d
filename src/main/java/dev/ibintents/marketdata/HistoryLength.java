package dev.ibintents.marketdata;

import dev.ibintents.ibapi.BarSize;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The length of a history, in the TWS API's words for a duration: {@code 5 Y}. Days are days of the
 * calendar.
 *
 * @param amount the number of units, at least 1
 * @param unit S seconds, D days, W weeks, M months, Y years
 */
public record HistoryLength(int amount, char unit) {
  /** The allowed form, for messages. */
  public static final String EXPECTED =
      "a number and a unit, S, D, W, M or Y, such as 5 Y, and not more than 68 years";

  private static final Pattern WORDS = Pattern.compile("(\\d{1,9}) ([SDWMY])");

  /** The broker's own bounds for a duration. */
  public static final int MOST_DAYS = 365;

  private static final int MOST_YEARS = 68;

  /** Reads a length; empty if the text is no length, or one beyond 68 years. */
  public static Optional<HistoryLength> parse(String words) {
    Matcher parts = WORDS.matcher(words);
    if (!parts.matches()) {
      return Optional.empty();
    }
    HistoryLength length =
        new HistoryLength(Integer.parseInt(parts.group(1)), parts.group(2).charAt(0));
    return length.amount > 0 && length.isWithinBounds() ? Optional.of(length) : Optional.empty();
  }

  /** A duration in days of the calendar; in years if the broker takes no such number of days. */
  public static String ofDays(long days) {
    return days <= MOST_DAYS ? days + " D" : Math.min(days / MOST_DAYS + 1, MOST_YEARS) + " Y";
  }

  private boolean isWithinBounds() {
    int aYear =
        switch (unit) {
          case 'S' -> 366 * 86_400;
          case 'D' -> 366;
          case 'W' -> 53;
          case 'M' -> 12;
          default -> 1;
        };
    return amount / aYear <= MOST_YEARS && (unit != 'Y' || amount <= MOST_YEARS);
  }

  /** The length for a new series if none is given. */
  public static HistoryLength usual(BarSize barSize) {
    if (barSize.isDay()) {
      return new HistoryLength(1, 'Y');
    }
    return barSize.isShort() ? new HistoryLength(1, 'D') : new HistoryLength(1, 'M');
  }

  /** The first time of a history of this length that ends now. */
  public BarTime start(BarSize barSize, Instant now, ZoneId zone) {
    ZonedDateTime end = now.atZone(zone);
    ZonedDateTime start =
        switch (unit) {
          case 'S' -> end.minusSeconds(amount);
          case 'D' -> end.minusDays(amount);
          case 'W' -> end.minusWeeks(amount);
          case 'M' -> end.minusMonths(amount);
          default -> end.minusYears(amount);
        };
    LocalDate date = start.toLocalDate();
    return barSize.isDay() ? BarTime.of(date) : BarTime.of(start.toInstant());
  }

  @Override
  public String toString() {
    return amount + " " + unit;
  }
}
