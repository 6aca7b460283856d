package dev.ibintents.simulator.market;

import java.time.Instant;
import java.time.LocalDate;

/**
 * The sessions of an instrument in the real markets, from the first session that has bars. A
 * session is dated by the day on which it closes (TWS API, "Historical Bars"). Sessions of futures
 * and pairs begin on the evening before.
 */
public final class TradingHours {
  private static final LocalDate BEGINNING = LocalDate.of(2005, 1, 3);
  private static final LocalDate BEGINNING_OF_VIXY = LocalDate.of(2011, 1, 4);
  private static final int MONTHS_OF_AN_OPTION = 9;
  private static final int MONTHS_OF_A_BILL = 6;

  private final Instrument instrument;
  private final MarketCalendar calendar;
  private final boolean regular;

  /**
   * A session.
   *
   * @param date the day on which it closes
   * @param from its first moment
   * @param to the first moment after it
   */
  public record Hours(LocalDate date, Instant from, Instant to) {}

  /**
   * Finds the sessions of an instrument.
   *
   * @param regular whether the sessions are limited to regular hours
   */
  public TradingHours(Instrument instrument, boolean regular) {
    this.instrument = instrument;
    this.calendar = MarketCalendar.of(instrument);
    this.regular = regular;
  }

  /** The first session that has bars. An instrument that expires is listed for some months only. */
  public Hours first() {
    LocalDate date =
        switch (instrument.kind()) {
          case STK -> instrument.symbol().equals("VIXY") ? BEGINNING_OF_VIXY : BEGINNING;
          case CASH -> BEGINNING;
          case FUT -> instrument.expiry().minusMonths(3L * Universe.QUARTERS_LISTED);
          case OPT -> instrument.expiry().minusMonths(MONTHS_OF_AN_OPTION);
          case BILL -> instrument.expiry().minusMonths(MONTHS_OF_A_BILL);
        };
    while (!calendar.isOpen(date)) {
      date = date.plusDays(1);
    }
    return on(date);
  }

  /** The latest session that began before a moment. */
  Hours beganBefore(Instant moment) {
    LocalDate date = moment.atZone(TradingDay.NEW_YORK).toLocalDate().plusDays(1);
    while (!calendar.isOpen(date) || !on(date).from().isBefore(moment)) {
      date = date.minusDays(1);
    }
    return on(date);
  }

  /** The session before the session of a date. */
  Hours before(LocalDate session) {
    LocalDate date = session.minusDays(1);
    while (!calendar.isOpen(date)) {
      date = date.minusDays(1);
    }
    return on(date);
  }

  private Hours on(LocalDate date) {
    return calendar.on(date, regular);
  }
}
