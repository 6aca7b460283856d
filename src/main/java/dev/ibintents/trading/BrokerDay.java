package dev.ibintents.trading;

import dev.ibintents.ibapi.Fill;
import dev.ibintents.ibapi.message.GatewayTime;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * The broker's day, which begins at midnight in New York. The broker lists ended orders of the
 * present day only. It lists executions of the present day, and in protobuf those of past days.
 */
public final class BrokerDay {
  private static final ZoneId ZONE = ZoneId.of("America/New_York");

  private BrokerDay() {}

  /** The broker's day of a moment. */
  public static LocalDate of(Instant instant) {
    return instant.atZone(ZONE).toLocalDate();
  }

  /**
   * Whether an execution is of a day before this moment's. An execution whose time cannot be read
   * counts as one of the present day.
   */
  public static boolean isPast(Fill fill, Instant now) {
    return GatewayTime.absolute(fill.execution().time())
        .filter(time -> of(time).isBefore(of(now)))
        .isPresent();
  }

  /** The moment at which a day of the broker begins. */
  public static Instant begin(LocalDate day) {
    return day.atStartOfDay(ZONE).toInstant();
  }
}
