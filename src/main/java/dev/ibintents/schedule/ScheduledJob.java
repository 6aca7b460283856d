package dev.ibintents.schedule;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * A job of the scheduler. Its time and its zone are read when they are used.
 *
 * @param name the name of the job
 * @param when the time, as a cron expression of five fields
 * @param zone the time zone, such as America/New_York
 * @param intent the intent that the job calls
 */
public record ScheduledJob(String name, String when, String zone, String intent) {

  /**
   * The times of the job from one moment to another: after the first, up to the second. A time that
   * the clocks skip is left out. A time that they show twice counts once.
   *
   * @throws InvalidScheduleException if the time or the zone is wrong
   */
  public List<Instant> between(Instant from, Instant to) {
    ZoneId place = zoneId();
    CronExpression cron = cron();
    List<Instant> times = new ArrayList<>();
    LocalDate last = to.atZone(place).toLocalDate();
    for (LocalDate day = from.atZone(place).toLocalDate();
        !day.isAfter(last);
        day = day.plusDays(1)) {
      if (cron.isOn(day)) {
        for (LocalTime time : cron.times()) {
          add(day.atTime(time), place, times);
        }
      }
    }
    times.removeIf(time -> !time.isAfter(from) || time.isAfter(to));
    return times;
  }

  private static void add(LocalDateTime time, ZoneId place, List<Instant> times) {
    if (!place.getRules().getValidOffsets(time).isEmpty()) {
      times.add(time.atZone(place).toInstant());
    }
  }

  private CronExpression cron() {
    try {
      return new CronExpression(when);
    } catch (InvalidScheduleException e) {
      throw new InvalidScheduleException("the job " + name + ": " + e.getMessage(), e);
    }
  }

  /**
   * The time zone.
   *
   * @throws InvalidScheduleException if there is no such zone
   */
  public ZoneId zoneId() {
    try {
      return ZoneId.of(zone);
    } catch (DateTimeException e) {
      throw new InvalidScheduleException(
          "the job %s: there is no time zone \"%s\"; a right one is America/New_York"
              .formatted(name, zone),
          e);
    }
  }
}
