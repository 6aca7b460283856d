package dev.ibintents.backtest;

import dev.ibintents.schedule.CronExpression;
import dev.ibintents.schedule.InvalidScheduleException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/** The times of a cron expression, in the time of New York. */
final class CronSchedule implements Schedule {
  private final String expression;
  private final CronExpression cron;

  /**
   * @throws BacktestException if it is no such expression; the message names the field
   */
  CronSchedule(String expression) {
    this.expression = expression;
    try {
      this.cron = new CronExpression(expression);
    } catch (InvalidScheduleException e) {
      throw new BacktestException(e.getMessage(), e);
    }
  }

  @Override
  public boolean includes(LocalDate session, LocalDate previous) {
    return cron.isOn(session);
  }

  @Override
  public List<LocalTime> times(LocalDate session, Optional<LocalDate> previous, LocalTime usual) {
    return cron.isOn(session) ? cron.times() : List.of();
  }

  @Override
  public List<String> remarks(SortedSet<LocalDate> sessions) {
    List<String> remarks = new ArrayList<>();
    if (sessions.stream().noneMatch(cron::isOn)) {
      remarks.add(
          "nothing trades: the schedule \"%s\" has no time on a session".formatted(expression));
    }
    List<LocalDate> left =
        sessions
            .first()
            .datesUntil(sessions.last())
            .filter(date -> cron.isOn(date) && !sessions.contains(date))
            .toList();
    if (!left.isEmpty()) {
      remarks.add(
          ("the schedule \"%s\" has %d days without a session, the first is %s; nothing trades"
                  + " then, where Cloud Scheduler would call")
              .formatted(expression, left.size(), left.get(0)));
    }
    return remarks;
  }
}
