package dev.ibintents.simulator.market;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The length of the bars of a request, and how far the bars reach back.
 *
 * @param barSeconds the length of a bar in seconds; {@link #DAY} for bars of a day
 * @param amount the number of units that the request reaches back
 * @param unit S for seconds, D for trading days, W for weeks, M for months, Y for years
 */
public record BarSpan(int barSeconds, int amount, char unit) {
  /** The seconds of a daily bar. */
  public static final int DAY = 86_400;

  private static final Pattern DURATION = Pattern.compile("(\\d{1,5}) ([SDWMY])");

  /**
   * The largest amount of each unit that a gateway accepts (TWS API, "Historical Data Duration").
   */
  private static final Map<Character, Integer> MOST =
      Map.of('S', 86_400, 'D', 365, 'W', 52, 'M', 12, 'Y', 68);

  private static final int MOST_SINGLE_SECONDS = 2000;

  private static final Map<String, Integer> BAR_SIZES =
      Map.ofEntries(
          Map.entry("1 secs", 1),
          Map.entry("5 secs", 5),
          Map.entry("10 secs", 10),
          Map.entry("15 secs", 15),
          Map.entry("30 secs", 30),
          Map.entry("1 min", 60),
          Map.entry("2 mins", 120),
          Map.entry("3 mins", 180),
          Map.entry("5 mins", 300),
          Map.entry("10 mins", 600),
          Map.entry("15 mins", 900),
          Map.entry("20 mins", 1200),
          Map.entry("30 mins", 1800),
          Map.entry("1 hour", 3600),
          Map.entry("2 hours", 7200),
          Map.entry("3 hours", 10_800),
          Map.entry("4 hours", 14_400),
          Map.entry("8 hours", 28_800),
          Map.entry("1 day", DAY));

  /**
   * Reads the bar size and the duration of a request.
   *
   * @param barSize such as {@code 5 mins}
   * @param duration such as {@code 2 D}
   * @throws IllegalArgumentException if one of them is unknown, or if the duration is longer than a
   *     gateway accepts
   */
  public static BarSpan parse(String barSize, String duration) {
    Integer seconds = BAR_SIZES.get(barSize);
    if (seconds == null) {
      throw new IllegalArgumentException("bar size setting is invalid: " + barSize);
    }
    Matcher matcher = DURATION.matcher(duration);
    if (!matcher.matches() || matcher.group(1).matches("0+")) {
      throw new IllegalArgumentException("duration is invalid: " + duration);
    }
    BarSpan span =
        new BarSpan(seconds, Integer.parseInt(matcher.group(1)), matcher.group(2).charAt(0));
    if (span.amount > MOST.get(span.unit)) {
      throw tooLong(duration, MOST.get(span.unit) + " " + span.unit);
    }
    if (seconds == 1 && (span.unit != 'S' || span.amount > MOST_SINGLE_SECONDS)) {
      throw tooLong(duration, MOST_SINGLE_SECONDS + " S for bars of one second");
    }
    return span;
  }

  private static IllegalArgumentException tooLong(String duration, String most) {
    return new IllegalArgumentException(
        "duration is too long: %s, at most %s".formatted(duration, most));
  }

  /**
   * The first moment of the span that ends at {@code end}. It is {@link Instant#MIN} for a span in
   * trading days, because their number limits that span.
   */
  public Instant start(Instant end) {
    ZonedDateTime from = end.atZone(TradingDay.NEW_YORK);
    return switch (unit) {
      case 'S' -> end.minusSeconds(amount);
      case 'W' -> from.minusWeeks(amount).toInstant();
      case 'M' -> from.minus(Period.ofMonths(amount)).toInstant();
      case 'Y' -> from.minusYears(amount).toInstant();
      default -> Instant.MIN;
    };
  }

  /** Whether the session of a date belongs to the span. */
  boolean reaches(LocalDate session, Instant start, int sessionsSoFar) {
    return unit == 'D'
        ? sessionsSoFar < amount
        : !session.isBefore(start.atZone(TradingDay.NEW_YORK).toLocalDate());
  }
}
