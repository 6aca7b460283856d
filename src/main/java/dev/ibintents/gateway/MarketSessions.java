package dev.ibintents.gateway;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The sessions of an instrument, from the hours in the broker's description: {@code
 * 20261123:0930-20261123:1600;20261124:CLOSED}. They cover today and the next few days.
 *
 * <p>A session is dated by the day on which it closes, in the time zone of its market. A session
 * that ends at midnight belongs to the day that ends. A day with a break has several sessions.
 */
public final class MarketSessions {
  /** Some gateways name the date once: {@code 20261123:0900-1130,1230-1530}. */
  private static final Pattern SESSION =
      Pattern.compile("(?:(\\d{8}):)?(\\d{2})(\\d{2})-(?:(\\d{8}):)?(\\d{2})(\\d{2})");

  private static final int HOURS_A_DAY = 24;

  private final List<Session> sessions;

  /**
   * A session.
   *
   * @param date the day on which it closes, in the time zone of its market
   * @param from its first moment
   * @param to the first moment after it
   */
  public record Session(LocalDate date, Instant from, Instant to) {}

  private MarketSessions(List<Session> sessions) {
    this.sessions =
        sessions.stream()
            .sorted(Comparator.comparing(Session::from).thenComparing(Session::to))
            .toList();
  }

  /**
   * Reads hours.
   *
   * @param hours the hours as the broker writes them; text that names no session is left out
   * @param zone the time zone of the hours
   * @throws DateTimeException if a session has a day or an hour that does not exist
   */
  public static MarketSessions of(String hours, ZoneId zone) {
    List<Session> sessions = new ArrayList<>();
    for (String day : hours.split(";")) {
      LocalDate named = null;
      Matcher session = SESSION.matcher(day);
      while (session.find()) {
        if (session.group(1) != null) {
          named = date(session.group(1));
        }
        if (named != null) {
          sessions.add(session(session, named, zone));
        }
      }
    }
    return new MarketSessions(sessions);
  }

  private static Session session(Matcher text, LocalDate first, ZoneId zone) {
    LocalDateTime from = time(first, text.group(2), text.group(3));
    LocalDate last = text.group(4) == null ? first : date(text.group(4));
    LocalDateTime to = time(last, text.group(5), text.group(6));
    if (!to.isAfter(from)) {
      to = to.plusDays(1);
    }
    LocalDate date =
        to.toLocalTime().equals(LocalTime.MIDNIGHT)
            ? to.toLocalDate().minusDays(1)
            : to.toLocalDate();
    return new Session(date, from.atZone(zone).toInstant(), to.atZone(zone).toInstant());
  }

  /** A time of day; gateways have written 2400 for the end of a day. */
  private static LocalDateTime time(LocalDate date, String hour, String minute) {
    int hours = Integer.parseInt(hour);
    return hours == HOURS_A_DAY
        ? date.plusDays(1).atTime(0, Integer.parseInt(minute))
        : date.atTime(hours, Integer.parseInt(minute));
  }

  private static LocalDate date(String text) {
    try {
      return LocalDate.parse(text, DateTimeFormatter.BASIC_ISO_DATE);
    } catch (DateTimeException e) {
      throw new DateTimeException("the hours of the broker name the day " + text, e);
    }
  }

  /** Whether the hours name any session. Without one, nothing is known about the market. */
  public boolean areKnown() {
    return !sessions.isEmpty();
  }

  /** The session that is open at a moment. */
  public Optional<Session> at(Instant moment) {
    return sessions.stream()
        .filter(session -> !session.from().isAfter(moment) && session.to().isAfter(moment))
        .findFirst();
  }

  /** The first session that begins at or after a moment. */
  public Optional<Session> from(Instant moment) {
    return sessions.stream().filter(session -> !session.from().isBefore(moment)).findFirst();
  }

  /** The first session that closes on a later day. */
  public Optional<Session> after(LocalDate date) {
    return sessions.stream().filter(session -> session.date().isAfter(date)).findFirst();
  }

  /** The last close of the day of a session; a break of that day is no close. */
  public Instant closeOf(Session session) {
    return lastClose(session.date()).orElse(session.to());
  }

  /** The last close of a day; empty if no session closes on it. */
  public Optional<Instant> lastClose(LocalDate date) {
    return sessions.stream()
        .filter(session -> session.date().equals(date))
        .map(Session::to)
        .max(Comparator.naturalOrder());
  }

  /**
   * The session in which an order trades now; empty if the market is closed, or closes for the day
   * within a time.
   */
  public Optional<Session> tradingAt(Instant moment, Duration beforeClose) {
    return at(moment).filter(session -> !closeOf(session).minus(beforeClose).isBefore(moment));
  }

  /** The first session that begins after the day's trading at a moment is over. */
  public Optional<Session> next(Instant moment, Duration beforeClose) {
    return at(moment)
        .filter(session -> tradingAt(moment, beforeClose).isEmpty())
        .map(session -> from(closeOf(session)))
        .orElseGet(() -> from(moment));
  }
}
