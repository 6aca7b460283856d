package dev.ibintents.trading;

import java.time.DayOfWeek;
import java.time.LocalDate;

/** The days from Monday to Friday, on which most exchanges trade. */
public final class Weekdays {
  private Weekdays() {}

  /** Whether a day is one of Monday to Friday. */
  public static boolean contain(LocalDate day) {
    return day.getDayOfWeek().compareTo(DayOfWeek.SATURDAY) < 0;
  }

  /** The first weekday after a day. */
  public static LocalDate after(LocalDate day) {
    LocalDate next = day.plusDays(1);
    while (!contain(next)) {
      next = next.plusDays(1);
    }
    return next;
  }
}
