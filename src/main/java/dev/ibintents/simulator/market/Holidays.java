package dev.ibintents.simulator.market;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.MonthDay;
import java.time.temporal.TemporalAdjusters;
import java.util.BitSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The days on which the real markets are closed or close early, computed by their rules.
 *
 * <p>The table leaves out closures that no rule foresees, such as those for storms. It also leaves
 * out the lunar holidays of Asia.
 */
enum Holidays {
  /** Holidays of the New York Stock Exchange (Rule 7.2). Index futures use them, too. */
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

    /** The day before Independence Day, the day after Thanksgiving, and Christmas Eve. */
    @Override
    boolean closesEarly(LocalDate date) {
      return switch (date.getMonth()) {
        case JULY -> date.getDayOfMonth() == 3 && isOpen(date);
        case NOVEMBER ->
            date.equals(nth(4, DayOfWeek.THURSDAY, date.getYear(), Month.NOVEMBER).plusDays(1));
        case DECEMBER -> date.getDayOfMonth() == 24 && isOpen(date);
        default -> false;
      };
    }
  },
  /** Holidays of Xetra. */
  GERMANY {
    @Override
    boolean include(LocalDate date) {
      LocalDate easter = easter(date.getYear());
      return FIXED_IN_GERMANY.contains(MonthDay.from(date))
          || date.equals(easter.minusDays(2))
          || date.equals(easter.plusDays(1));
    }

    @Override
    boolean closesEarly(LocalDate date) {
      return isOpen(date) && MonthDay.from(date).equals(MonthDay.of(12, 30));
    }
  },
  /** Holidays of the London Stock Exchange. */
  UNITED_KINGDOM {
    @Override
    boolean include(LocalDate date) {
      int year = date.getYear();
      LocalDate easter = easter(year);
      LocalDate christmas = nextWeekday(LocalDate.of(year, 12, 25));
      LocalDate boxing = nextWeekday(LocalDate.of(year, 12, 26));
      return date.equals(nextWeekday(LocalDate.of(year, 1, 1)))
          || date.equals(easter.minusDays(2))
          || date.equals(easter.plusDays(1))
          || date.equals(nth(1, DayOfWeek.MONDAY, year, Month.MAY))
          || date.equals(nth(-1, DayOfWeek.MONDAY, year, Month.MAY))
          || date.equals(nth(-1, DayOfWeek.MONDAY, year, Month.AUGUST))
          || date.equals(christmas)
          || date.equals(boxing.equals(christmas) ? boxing.plusDays(1) : boxing);
    }

    @Override
    boolean closesEarly(LocalDate date) {
      MonthDay day = MonthDay.from(date);
      return isOpen(date) && (day.equals(MonthDay.of(12, 24)) || day.equals(MonthDay.of(12, 31)));
    }
  },
  /** Holidays of Tokyo whose dates are fixed. */
  JAPAN {
    @Override
    boolean include(LocalDate date) {
      return FIXED_IN_JAPAN.contains(MonthDay.from(date));
    }
  },
  /** Holidays of Taipei whose dates are fixed. */
  TAIWAN {
    @Override
    boolean include(LocalDate date) {
      return FIXED_IN_TAIWAN.contains(MonthDay.from(date));
    }
  },
  /** Holidays of currency trading. */
  CURRENCIES {
    @Override
    boolean include(LocalDate date) {
      return FIXED_FOR_CURRENCIES.contains(MonthDay.from(date));
    }
  };

  /** The days of each year on which the market opens, by their number in the year. */
  private final Map<Integer, BitSet> open = new ConcurrentHashMap<>();

  private static final int FIRST_JUNETEENTH = 2022;
  private static final Set<MonthDay> FIXED_IN_GERMANY =
      Set.of(
          MonthDay.of(1, 1),
          MonthDay.of(5, 1),
          MonthDay.of(12, 24),
          MonthDay.of(12, 25),
          MonthDay.of(12, 26),
          MonthDay.of(12, 31));
  private static final Set<MonthDay> FIXED_IN_JAPAN =
      Set.of(
          MonthDay.of(1, 1),
          MonthDay.of(1, 2),
          MonthDay.of(1, 3),
          MonthDay.of(2, 11),
          MonthDay.of(2, 23),
          MonthDay.of(4, 29),
          MonthDay.of(5, 3),
          MonthDay.of(5, 4),
          MonthDay.of(5, 5),
          MonthDay.of(8, 11),
          MonthDay.of(11, 3),
          MonthDay.of(11, 23),
          MonthDay.of(12, 31));
  private static final Set<MonthDay> FIXED_IN_TAIWAN =
      Set.of(
          MonthDay.of(1, 1),
          MonthDay.of(2, 28),
          MonthDay.of(4, 4),
          MonthDay.of(5, 1),
          MonthDay.of(10, 10));
  private static final Set<MonthDay> FIXED_FOR_CURRENCIES =
      Set.of(MonthDay.of(1, 1), MonthDay.of(12, 25));

  /** Whether this weekday is a holiday. */
  abstract boolean include(LocalDate date);

  /** Whether the market opens on this date. */
  boolean isOpen(LocalDate date) {
    return open.computeIfAbsent(date.getYear(), this::openDays).get(date.getDayOfYear());
  }

  private BitSet openDays(int year) {
    BitSet days = new BitSet();
    LocalDate date = LocalDate.of(year, 1, 1);
    while (date.getYear() == year) {
      days.set(
          date.getDayOfYear(),
          date.getDayOfWeek().compareTo(DayOfWeek.FRIDAY) <= 0 && !include(date));
      date = date.plusDays(1);
    }
    return days;
  }

  /** Whether the market opens on this date and closes before its usual time. */
  boolean closesEarly(LocalDate date) {
    return false;
  }

  /** The date itself, or the next Monday if it lies on a weekend. */
  private static LocalDate nextWeekday(LocalDate date) {
    return switch (date.getDayOfWeek()) {
      case SATURDAY -> date.plusDays(2);
      case SUNDAY -> date.plusDays(1);
      default -> date;
    };
  }

  private static LocalDate nth(int n, DayOfWeek day, int year, Month month) {
    return LocalDate.of(year, month, 1).with(TemporalAdjusters.dayOfWeekInMonth(n, day));
  }

  /** The day on which a holiday is observed: Friday for a Saturday, Monday for a Sunday. */
  private static LocalDate observed(LocalDate holiday) {
    return switch (holiday.getDayOfWeek()) {
      case SATURDAY -> holiday.minusDays(1);
      case SUNDAY -> holiday.plusDays(1);
      default -> holiday;
    };
  }

  /**
   * The day on which New Year is observed. A New Year on a Saturday does not close the market on
   * the Friday before.
   */
  private static LocalDate newYear(int year) {
    LocalDate first = LocalDate.of(year, 1, 1);
    return first.getDayOfWeek() == DayOfWeek.SATURDAY ? first : observed(first);
  }

  /** Easter Sunday, by the anonymous Gregorian algorithm (Nature, 20 April 1876). */
  private static LocalDate easter(int year) {
    int golden = year % 19;
    int century = year / 100;
    int yearOfCentury = year % 100;
    int moons = (century - (century + 8) / 25 + 1) / 3;
    int epact = (19 * golden + century - century / 4 - moons + 15) % 30;
    int weekday =
        (32 + 2 * (century % 4) + 2 * (yearOfCentury / 4) - epact - yearOfCentury % 4) % 7;
    int correction = (golden + 11 * epact + 22 * weekday) / 451;
    int day = epact + weekday - 7 * correction + 114;
    return LocalDate.of(year, day / 31, day % 31 + 1);
  }
}
