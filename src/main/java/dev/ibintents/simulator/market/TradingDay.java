package dev.ibintents.simulator.market;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;

/**
 * The session that an instant belongs to: from its first moment to its close.
 *
 * <p>Sessions are dated by the day on which they close (TWS API, "Historical Bars"). Shares trade
 * by the calendar day in New York; futures begin at 18:00 New York time of the evening before (CME
 * Globex, 17:00 Chicago) and pairs at 17:15 (IDEALPRO). There are no holidays here, and an instant
 * on a weekend belongs to Friday's session.
 *
 * @param date the day on which it closes
 * @param opens its first moment
 * @param previousClose when the session before it closed
 */
public record TradingDay(LocalDate date, Instant opens, Instant previousClose) {
  public static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

  /** The session of {@code kind} that {@code instant} belongs to. */
  public static TradingDay of(Instrument.Kind kind, Instant instant) {
    Duration head = headStart(kind);
    LocalDate date = weekdayAtOrBefore(instant.plus(head).atZone(NEW_YORK).toLocalDate());
    LocalDate before = weekdayAtOrBefore(date.minusDays(1));
    LocalTime first = isByDay(kind) ? LocalTime.of(9, 30) : LocalTime.MIDNIGHT;
    return new TradingDay(
        date,
        date.atTime(first).atZone(NEW_YORK).toInstant().minus(head),
        before.atTime(closes(kind)).atZone(NEW_YORK).toInstant());
  }

  private static Duration headStart(Instrument.Kind kind) {
    return switch (kind) {
      case STK, OPT, BILL -> Duration.ZERO;
      case FUT -> Duration.ofHours(6);
      case CASH -> Duration.ofMinutes(6 * 60 + 45);
    };
  }

  private static boolean isByDay(Instrument.Kind kind) {
    return headStart(kind).isZero();
  }

  private static LocalTime closes(Instrument.Kind kind) {
    return LocalTime.of(isByDay(kind) ? 16 : 17, 0);
  }

  static LocalDate weekdayAtOrBefore(LocalDate date) {
    return switch (date.getDayOfWeek()) {
      case SATURDAY -> date.minusDays(1);
      case SUNDAY -> date.minusDays(2);
      default -> date;
    };
  }
}
