package dev.ibintents.backtest;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;

/** The sessions on which the strategies trade. */
@FunctionalInterface
public interface Schedule {
  /** Every session. */
  Schedule DAILY = (session, previous) -> true;

  /** The first session of each week. */
  Schedule WEEKLY = (session, previous) -> !monday(session).equals(monday(previous));

  /** The first session of each month. */
  Schedule MONTHLY =
      (session, previous) ->
          session.getMonth() != previous.getMonth() || session.getYear() != previous.getYear();

  /**
   * Whether the strategies trade on a session. They always trade on the first session of a run,
   * which has no previous one.
   *
   * @param session the session
   * @param previous the session before it
   */
  boolean includes(LocalDate session, LocalDate previous);

  private static LocalDate monday(LocalDate date) {
    return date.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
  }

  /**
   * The schedule of this name: daily, weekly or monthly.
   *
   * @throws BacktestException if there is none; the message names all
   */
  static Schedule named(String name) {
    return switch (name) {
      case "daily" -> DAILY;
      case "weekly" -> WEEKLY;
      case "monthly" -> MONTHLY;
      default ->
          throw new BacktestException(
              "schedule is \"" + name + "\"; it must be daily, weekly or monthly");
    };
  }
}
