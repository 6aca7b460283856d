package dev.ibintents.gateway;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ibintents.gateway.MarketSessions.Session;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

/** Hours as gateways write them, in the zones of their markets. */
final class MarketSessionsTest {
  private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

  private static MarketSessions hours(String text, String zone) {
    return MarketSessions.of(text, ZoneId.of(zone));
  }

  private static boolean trades(MarketSessions hours, String moment) {
    return hours.tradingAt(Instant.parse(moment), FIVE_MINUTES).isPresent();
  }

  private static String next(MarketSessions hours, String moment) {
    return hours
        .next(Instant.parse(moment), FIVE_MINUTES)
        .map(Session::from)
        .map(Instant::toString)
        .orElse("none");
  }

  @Test
  void aHalfDayClosesEarly() {
    MarketSessions hours =
        hours(
            "20261126:CLOSED;20261127:0930-20261127:1300;20261128:CLOSED;20261129:CLOSED;"
                + "20261130:0930-20261130:1600",
            "US/Eastern");

    assertThat(trades(hours, "2026-11-26T15:00:00Z")).isFalse();
    assertThat(next(hours, "2026-11-26T15:00:00Z")).isEqualTo("2026-11-27T14:30:00Z");
    assertThat(trades(hours, "2026-11-27T14:29:59Z")).isFalse();
    assertThat(trades(hours, "2026-11-27T14:30:00Z")).isTrue();
    assertThat(trades(hours, "2026-11-27T17:55:00Z")).isTrue();
    assertThat(trades(hours, "2026-11-27T17:55:01Z")).isFalse();
    assertThat(next(hours, "2026-11-27T17:55:01Z")).isEqualTo("2026-11-30T14:30:00Z");
    assertThat(next(hours, "2026-11-27T18:00:00Z")).isEqualTo("2026-11-30T14:30:00Z");
    assertThat(next(hours, "2026-11-30T20:56:00Z")).isEqualTo("none");
  }

  @Test
  void aSessionOfFuturesCrossesMidnightAndBelongsToTheDayOfItsClose() {
    MarketSessions hours =
        hours(
            "20261122:1700-20261123:1600;20261123:1700-20261124:1600;20261128:CLOSED",
            "US/Central");

    for (String within : new String[] {"2026-11-22T23:00:00Z", "2026-11-23T21:30:00Z"}) {
      Session session = hours.tradingAt(Instant.parse(within), FIVE_MINUTES).orElseThrow();
      assertThat(session.date()).isEqualTo(LocalDate.of(2026, 11, 23));
    }
    assertThat(trades(hours, "2026-11-23T22:30:00Z")).isFalse();
    assertThat(next(hours, "2026-11-23T21:57:00Z")).isEqualTo("2026-11-23T23:00:00Z");
    assertThat(hours.at(Instant.parse("2026-11-24T05:30:00Z")).orElseThrow().date())
        .isEqualTo(LocalDate.of(2026, 11, 24));
  }

  @Test
  void clocksChangeInTheNorth() {
    MarketSessions spring =
        hours("20260306:0930-20260306:1600;20260309:0930-20260309:1600", "US/Eastern");
    assertThat(next(spring, "2026-03-07T00:00:00Z")).isEqualTo("2026-03-09T13:30:00Z");
    assertThat(trades(spring, "2026-03-06T20:54:00Z")).isTrue();
    assertThat(trades(spring, "2026-03-09T20:54:00Z")).isFalse();

    MarketSessions night = hours("20260308:0000-20260309:0000", "US/Eastern");
    Session shortDay = night.at(Instant.parse("2026-03-08T12:00:00Z")).orElseThrow();
    assertThat(Duration.between(shortDay.from(), shortDay.to())).isEqualTo(Duration.ofHours(23));
    assertThat(shortDay.date()).isEqualTo(LocalDate.of(2026, 3, 8));
  }

  @Test
  void clocksChangeInTheSouth() {
    MarketSessions hours =
        hours("20261002:1000-20261002:1600;20261005:1000-20261005:1600", "Australia/Sydney");

    assertThat(trades(hours, "2026-10-02T00:00:00Z")).isTrue();
    assertThat(trades(hours, "2026-10-04T23:00:00Z")).isTrue();
    assertThat(next(hours, "2026-10-02T06:00:00Z")).isEqualTo("2026-10-04T23:00:00Z");
    assertThat(hours.at(Instant.parse("2026-10-04T23:30:00Z")).orElseThrow().date())
        .isEqualTo(LocalDate.of(2026, 10, 5));
  }

  @Test
  void aMarketInAsiaIsOpenWhileNewYorkSleeps() {
    MarketSessions tokyo =
        hours("20261124:0900-20261124:1130,1230-1530;20261125:0900-20261125:1530", "Japan");

    assertThat(trades(tokyo, "2026-11-23T20:00:00Z")).isFalse();
    assertThat(next(tokyo, "2026-11-23T20:00:00Z")).isEqualTo("2026-11-24T00:00:00Z");
    assertThat(trades(tokyo, "2026-11-24T02:28:00Z")).isTrue(); // a break is no close
    assertThat(trades(tokyo, "2026-11-24T03:00:00Z")).isFalse();
    assertThat(next(tokyo, "2026-11-24T03:00:00Z")).isEqualTo("2026-11-24T03:30:00Z");
    assertThat(trades(tokyo, "2026-11-24T06:26:00Z")).isFalse();
    assertThat(next(tokyo, "2026-11-24T06:26:00Z")).isEqualTo("2026-11-25T00:00:00Z");
  }

  @Test
  void olderFormsAreUnderstood() {
    MarketSessions once = hours("20090507:0700-1830,1830-2330;20090508:CLOSED", "UTC");
    assertThat(trades(once, "2009-05-07T18:26:00Z")).isTrue();
    assertThat(trades(once, "2009-05-07T23:26:00Z")).isFalse();

    MarketSessions whole = hours("20261123:0000-20261123:2400", "UTC");
    assertThat(whole.at(Instant.parse("2026-11-23T23:59:59Z")).orElseThrow().date())
        .isEqualTo(LocalDate.of(2026, 11, 23));
    assertThat(whole.at(Instant.parse("2026-11-24T00:00:00Z"))).isEmpty();
  }

  @Test
  void hoursWithoutSessionsAreNotKnown() {
    assertThat(hours("", "UTC").areKnown()).isFalse();
    assertThat(hours("20261126:CLOSED", "UTC").areKnown()).isFalse();
    assertThrows(DateTimeException.class, () -> hours("20261399:0900-20261399:1000", "UTC"));
  }
}
