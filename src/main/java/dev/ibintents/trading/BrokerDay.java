package dev.ibintents.trading;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * The broker's day, which begins at midnight in New York. The broker lists executions and ended
 * orders of the present day only.
 */
public final class BrokerDay {
  private static final ZoneId ZONE = ZoneId.of("America/New_York");

  private BrokerDay() {}

  /** The broker's day of a moment. */
  public static LocalDate of(Instant instant) {
    return instant.atZone(ZONE).toLocalDate();
  }

  /** The moment at which a day of the broker begins. */
  public static Instant begin(LocalDate day) {
    return day.atStartOfDay(ZONE).toInstant();
  }
}
