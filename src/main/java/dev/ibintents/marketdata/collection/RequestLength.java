package dev.ibintents.marketdata.collection;

import dev.ibintents.ibapi.BarSize;
import java.time.Duration;

/**
 * The length of one request for bars, by the size of the bars. It is allowed by both the newer and
 * the older form of the broker's tables (TWS API, "Valid Duration and Bar Size"), and gives no more
 * than some thousand bars.
 *
 * @param duration the longest duration of one request
 * @param step how far the end of a request may be from the bars that are held, so that both overlap
 */
public record RequestLength(String duration, Duration step) {

  public static RequestLength of(BarSize barSize) {
    return switch (barSize) {
      case SECOND -> seconds(1800, barSize);
      case SECONDS_5 -> seconds(3600, barSize);
      case SECONDS_10, SECONDS_15 -> seconds(14_400, barSize);
      case SECONDS_30 -> seconds(28_800, barSize);
      // Days are days of trading: a second one reaches back over a weekend.
      case MINUTE -> new RequestLength("2 D", Duration.ofDays(1));
      case MINUTES_2 -> new RequestLength("3 D", Duration.ofDays(2));
      case MINUTES_3, MINUTES_5, MINUTES_10, MINUTES_15, MINUTES_20 ->
          new RequestLength("1 W", Duration.ofDays(6));
      case MINUTES_30, HOUR, HOURS_2, HOURS_3, HOURS_4, HOURS_8 ->
          new RequestLength("1 M", Duration.ofDays(25));
      case DAY -> new RequestLength("1 Y", Duration.ofDays(300));
    };
  }

  private static RequestLength seconds(int length, BarSize barSize) {
    return new RequestLength(
        length + " S", Duration.ofSeconds(length).minus(barSize.length().multipliedBy(10)));
  }
}
