package dev.ibintents.simulator;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.MonthDay;
import java.time.temporal.TemporalAdjusters;
import java.util.Set;

/**
 * The days on which the real markets stay closed, by their rules. Days on which they close early
 * are whole days here, and closures that no rule foresees, such as for storms, did not happen.
 */
enum Holidays {
  /** Of the New York Stock Exchange (Rule 7.2), which is taken for index futures, too. */
  UNITED_STATES {
    @Override
    boolean include(LocalDate date) {
      int year = date.getYear();
      return date.equals(newYear(year))
          || date.equals(nth(3, DayOfWeek.MONDAY, year, Month.JANUARY)) // M. L. King
          || date.equals(nth(3, DayOfWeek.MONDAY, year, Month.FEBRUARY)) // Washington
          || date.equals(easter(year).minusDays(2))
          || date.equals(nth(-1, DayOfWeek.MONDAY, year, Month.MAY)) // Memorial
          || year >= FIRST_JUNETEENTH && date.equals(observed(LocalDate.of(year, 6, 19)))
          || date.equals(observed(LocalDate.of(year, 7, 4)))
          || date.equals(nth(1, DayOfWeek.MONDAY, year, Month.SEPTEMBER)) // Labor
          || date.equals(nth(4, DayOfWeek.THURSDAY, year, Month.NOVEMBER)) // Thanksgiving
          || date.equals(observed(LocalDate.of(year, 12, 25)));
    }
  },
  /** Of Xetra. */
  GERMANY {
    @Override
    boolean include(LocalDate date) {
      LocalDate easter = easter(date.getYear());
      return FIXED_IN_GERMANY.contains(MonthDay.from(date))
          || date.equals(easter.minusDays(2))
          || date.equals(easter.plusDays(1));
    }
  },
  /** Of the trade in currencies. */
  CURRENCIES {
    @Override
    boolean include(LocalDate date) {
      return FIXED_FOR_CURRENCIES.contains(MonthDay.from(date));
    }
  };

  private static final int FIRST_JUNETEENTH = 2022;
  private static final Set<MonthDay> FIXED_IN_GERMANY =
      Set.of(
          MonthDay.of(1, 1),
          MonthDay.of(5, 1),
          MonthDay.of(12, 24),
          MonthDay.of(12, 25),
          MonthDay.of(12, 26),
          MonthDay.of(12, 31));
  private static final Set<MonthDay> FIXED_FOR_CURRENCIES =
      Set.of(MonthDay.of(1, 1), MonthDay.of(12, 25));

  /** Those of the market in which an instrument is traded. */
  static Holidays of(Instrument instrument) {
    return switch (instrument.kind()) {
      case STK -> instrument.currency().equals("USD") ? UNITED_STATES : GERMANY;
      case FUT -> UNITED_STATES;
      case CASH -> CURRENCIES;
    };
  }

  /** Whether the market is closed on this weekday. */
  abstract boolean include(LocalDate date);

  /** Whether the market is open. */
  boolean isOpen(LocalDate date) {
    return date.getDayOfWeek().compareTo(DayOfWeek.FRIDAY) <= 0 && !include(date);
  }

  private static LocalDate nth(int n, DayOfWeek day, int year, Month month) {
    return LocalDate.of(year, month, 1).with(TemporalAdjusters.dayOfWeekInMonth(n, day));
  }

  /** On Friday for a Saturday, on Monday for a Sunday. */
  private static LocalDate observed(LocalDate holiday) {
    return switch (holiday.getDayOfWeek()) {
      case SATURDAY -> holiday.minusDays(1);
      case SUNDAY -> holiday.plusDays(1);
      default -> holiday;
    };
  }

  /** The year does not end a day early for a new year that begins on a Saturday. */
  private static LocalDate newYear(int year) {
    LocalDate first = LocalDate.of(year, 1, 1);
    return first.getDayOfWeek() == DayOfWeek.SATURDAY ? first : observed(first);
  }

  /** Easter Sunday, by the anonymous Gregorian algorithm (Nature, 20 April 1876). */
  private static LocalDate easter(int year) {
    int golden = year % 19;
    int century = year / 100;
    int ofCentury = year % 100;
    int moons = (century - (century + 8) / 25 + 1) / 3;
    int epact = (19 * golden + century - century / 4 - moons + 15) % 30;
    int weekday = (32 + 2 * (century % 4) + 2 * (ofCentury / 4) - epact - ofCentury % 4) % 7;
    int correction = (golden + 11 * epact + 22 * weekday) / 451;
    int day = epact + weekday - 7 * correction + 114;
    return LocalDate.of(year, day / 31, day % 31 + 1);
  }
}
