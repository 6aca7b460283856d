package dev.ibintents.simulator;

import dev.ibintents.simulator.Instrument.Kind;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;

/**
 * The sessions of an instrument in the real markets, from the first of which there are bars. A
 * session is dated by the day on which it closes (TWS API, "Historical Bars"); those of futures and
 * pairs begin in the evening before.
 */
final class TradingHours {
  private static final LocalDate BEGINNING = LocalDate.of(2005, 1, 3);
  private static final LocalDate BEGINNING_OF_VIXY = LocalDate.of(2011, 1, 4);
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private final Instrument instrument;
  private final Holidays holidays;
  private final boolean regular;

  /**
   * One session.
   *
   * @param date on which it closes
   * @param from its first moment
   * @param to the moment at which it is over
   */
  record Hours(LocalDate date, Instant from, Instant to) {}

  /**
   * @param regular whether to leave out what is outside regular hours
   */
  TradingHours(Instrument instrument, boolean regular) {
    this.instrument = instrument;
    this.holidays = Holidays.of(instrument);
    this.regular = regular;
  }

  /** The first session of which there are bars: a future is listed for six quarters. */
  Hours first() {
    LocalDate date =
        switch (instrument.kind()) {
          case STK -> instrument.symbol().equals("VIXY") ? BEGINNING_OF_VIXY : BEGINNING;
          case CASH -> BEGINNING;
          case FUT -> instrument.expiry().minusMonths(3L * Universe.QUARTERS_LISTED);
        };
    while (!holidays.isOpen(date)) {
      date = date.plusDays(1);
    }
    return on(date);
  }

  /** The session that has begun last before a moment. */
  Hours beganBefore(Instant moment) {
    LocalDate date = moment.atZone(TradingDay.NEW_YORK).toLocalDate().plusDays(1);
    while (!holidays.isOpen(date) || !on(date).from().isBefore(moment)) {
      date = date.minusDays(1);
    }
    return on(date);
  }

  /** The session before that of a date. */
  Hours before(LocalDate session) {
    LocalDate date = session.minusDays(1);
    while (!holidays.isOpen(date)) {
      date = date.minusDays(1);
    }
    return on(date);
  }

  private Hours on(LocalDate date) {
    Kind kind = instrument.kind();
    if (kind == Kind.CASH) {
      return overnight(date, LocalTime.of(17, 15));
    }
    if (kind == Kind.FUT) {
      return regular
          ? within(date, LocalTime.of(9, 30), LocalTime.of(17, 0), TradingDay.NEW_YORK)
          : overnight(date, LocalTime.of(18, 0));
    }
    if (!instrument.currency().equals("USD")) {
      return within(date, LocalTime.of(9, 0), LocalTime.of(17, 30), BERLIN);
    }
    return regular
        ? within(date, LocalTime.of(9, 30), LocalTime.of(16, 0), TradingDay.NEW_YORK)
        : within(date, LocalTime.of(4, 0), LocalTime.of(20, 0), TradingDay.NEW_YORK);
  }

  private static Hours within(LocalDate date, LocalTime from, LocalTime to, ZoneId zone) {
    return new Hours(
        date, date.atTime(from).atZone(zone).toInstant(), date.atTime(to).atZone(zone).toInstant());
  }

  private static Hours overnight(LocalDate date, LocalTime from) {
    return new Hours(
        date,
        date.minusDays(1).atTime(from).atZone(TradingDay.NEW_YORK).toInstant(),
        date.atTime(17, 0).atZone(TradingDay.NEW_YORK).toInstant());
  }
}
