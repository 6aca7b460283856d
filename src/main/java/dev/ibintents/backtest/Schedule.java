package dev.ibintents.backtest;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

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

  /**
   * The times in New York at which the strategies trade on a session.
   *
   * @param previous the session before it; empty for the first session of a run
   * @param usual the time that is set for all sessions
   */
  default List<LocalTime> times(LocalDate session, Optional<LocalDate> previous, LocalTime usual) {
    boolean isIncluded = previous.map(former -> includes(session, former)).orElse(true);
    return isIncluded ? List.of(usual) : List.of();
  }

  /** Remarks for people about this schedule on the sessions of a run. */
  default List<String> remarks(SortedSet<LocalDate> sessions) {
    return List.of();
  }

  private static LocalDate monday(LocalDate date) {
    return date.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
  }

  /**
   * The schedule of this name: daily, weekly or monthly, or a cron expression of five fields.
   *
   * @throws BacktestException if there is none; the message names all, or the wrong field
   */
  static Schedule named(String name) {
    if (isCron(name)) {
      return new CronSchedule(name);
    }
    return switch (name) {
      case "daily" -> DAILY;
      case "weekly" -> WEEKLY;
      case "monthly" -> MONTHLY;
      default ->
          throw new BacktestException(
              "schedule is \""
                  + name
                  + "\"; it must be daily, weekly or monthly, or a cron expression such as"
                  + " \"45 15 * * 1-5\"");
    };
  }

  /** Whether a name is a cron expression, which has its own times. */
  static boolean isCron(String name) {
    return name.strip().contains(" ");
  }
}
