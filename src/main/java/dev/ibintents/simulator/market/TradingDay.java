package dev.ibintents.simulator.market;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;

/**
 * The session of an instant, from its first moment to its close.
 *
 * <p>Sessions are dated by the day on which they close (TWS API, "Historical Bars"). Shares trade
 * by the calendar day in New York. Futures begin at 18:00 New York time on the evening before (CME
 * Globex, 17:00 Chicago), pairs at 17:15 (IDEALPRO). This calendar has no holidays. An instant on a
 * weekend belongs to Friday's session.
 *
 * @param date the day on which the session closes
 * @param opens the first moment of the session
 * @param previousClose the close of the session before
 */
public record TradingDay(LocalDate date, Instant opens, Instant previousClose) {
  /** The time zone of the exchanges in New York. */
  public static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

  /** The session of an instrument kind at an instant. */
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
