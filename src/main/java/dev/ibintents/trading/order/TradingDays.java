package dev.ibintents.trading.order;

import dev.ibintents.ibapi.message.ContractDetails;
import dev.ibintents.trading.Weekdays;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The days on which an instrument is traded, in the time zone of its market. The source is
 * tradingHours in the broker's contract details, such as {@code
 * 20261123:0400-20261123:2000;20261126:CLOSED}. They cover the next few days.
 *
 * <p>After these days, a Saturday or Sunday counts as closed if it is closed in all covered weeks.
 * Any other day counts as open, because holidays are not known. Without trading hours, every day
 * counts as open.
 */
final class TradingDays {
  private static final Pattern SESSION =
      Pattern.compile("(\\d{8}):(?:CLOSED|(\\d{4})-(?:(\\d{8}):)?(\\d{4}))");
  private static final String MIDNIGHT = "0000";

  /** The first and last days of the sessions in the trading hours, open or closed. */
  private final TreeSet<LocalDate> named = new TreeSet<>();

  private final TreeSet<LocalDate> open = new TreeSet<>();

  private TradingDays() {}

  /** Returns the trading days of an instrument. */
  static TradingDays of(ContractDetails details) {
    TradingDays days = new TradingDays();
    Matcher sessions = SESSION.matcher(details.tradingHours());
    while (sessions.find()) {
      days.add(sessions);
    }
    return days;
  }

  private void add(Matcher session) {
    LocalDate first = date(session.group(1));
    named.add(first);
    if (session.group(2) == null) {
      return;
    }
    LocalDate last = session.group(3) == null ? first : date(session.group(3));
    boolean endsBefore = session.group(4).equals(MIDNIGHT) && last.isAfter(first);
    LocalDate end = endsBefore ? last.minusDays(1) : last;
    named.add(end);
    first.datesUntil(end.plusDays(1)).forEach(open::add);
  }

  private static LocalDate date(String text) {
    try {
      return LocalDate.parse(text, DateTimeFormatter.BASIC_ISO_DATE);
    } catch (DateTimeException e) {
      throw new DateTimeException("the trading hours of the broker name the day " + text, e);
    }
  }

  /** Whether the market is closed on the whole of a day. */
  boolean isClosed(LocalDate day) {
    if (named.isEmpty() || open.contains(day)) {
      return false;
    }
    boolean isKnown = !day.isBefore(named.first()) && !day.isAfter(named.last());
    return isKnown || !Weekdays.contain(day) && closedWeekdays().contains(day.getDayOfWeek());
  }

  /**
   * Returns the days of the week that the trading hours cover, and on which the market is always
   * closed.
   */
  private Set<DayOfWeek> closedWeekdays() {
    Set<DayOfWeek> closed = new HashSet<>();
    named
        .first()
        .datesUntil(named.last().plusDays(1))
        .forEach(day -> closed.add(day.getDayOfWeek()));
    open.forEach(day -> closed.remove(day.getDayOfWeek()));
    return closed;
  }

  /** Returns the next day after a day on which the market is known to be open. */
  Optional<LocalDate> openAfter(LocalDate day) {
    return Optional.ofNullable(open.higher(day));
  }
}
