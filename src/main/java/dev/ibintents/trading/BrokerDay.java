package dev.ibintents.trading;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * The day for which the broker remembers executions and ended orders: from midnight in New York.
 */
public final class BrokerDay {
  private static final ZoneId ZONE = ZoneId.of("America/New_York");

  private BrokerDay() {}

  public static LocalDate of(Instant instant) {
    return instant.atZone(ZONE).toLocalDate();
  }
}
