package dev.ibintents.marketdata.collection;

import static com.google.common.truth.Truth.assertThat;

import dev.ibintents.ibapi.BarSize;
import dev.ibintents.ibapi.message.ContractDetails;
import dev.ibintents.marketdata.BarSamples;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class SessionClosesTest {
  private static final ZoneId CHICAGO = ZoneId.of("US/Central");
  private static final LocalDate MONDAY = LocalDate.of(2026, 11, 23);

  private static boolean isFinished(String liquid, boolean useRth, LocalDate date, String now) {
    ContractDetails details = BarSamples.details(liquid, "20261122:1700-20261123:1600");
    return new SessionCloses(details, useRth, CHICAGO)
        .isFinished(BarSamples.day(date, "1"), BarSize.DAY, Instant.parse(now));
  }

  @Test
  void aDayIsOverWhenItsLastSessionHasClosed() {
    String twice = "20261123:0830-20261123:1130,20261123:1230-20261123:1515;20261124:CLOSED";
    assertThat(isFinished(twice, true, MONDAY, "2026-11-23T21:14:59Z")).isFalse();
    assertThat(isFinished(twice, true, MONDAY, "2026-11-23T21:15:00Z")).isTrue();
    assertThat(isFinished(twice, false, MONDAY, "2026-11-23T21:15:00Z")).isFalse();
    assertThat(isFinished(twice, false, MONDAY, "2026-11-23T22:00:00Z")).isTrue();
  }

  @Test
  void withoutHoursTheDayItselfHasToBeOver() {
    for (String hours : new String[] {"", "20261123:CLOSED", "20261123:0000-20261123:2400", "?"}) {
      assertThat(isFinished(hours, true, MONDAY, "2026-11-24T05:59:59Z")).isFalse();
      assertThat(isFinished(hours, true, MONDAY, "2026-11-24T06:00:00Z")).isTrue();
    }
  }

  @Test
  void theSessionOfTomorrowIsNot() {
    assertThat(isFinished("", true, MONDAY.plusDays(1), "2026-11-24T00:30:00Z")).isFalse();
    assertThat(isFinished("", true, MONDAY.minusDays(3), "2026-11-23T15:00:00Z")).isTrue();
  }

  @Test
  void aShortBarHasItsTime() {
    SessionCloses closes = new SessionCloses(BarSamples.details("", ""), true, CHICAGO);
    Instant start = Instant.parse("2026-11-23T15:00:00Z");
    assertThat(
            closes.isFinished(BarSamples.minute(start, "1"), BarSize.MINUTE, start.plusSeconds(59)))
        .isFalse();
    assertThat(
            closes.isFinished(BarSamples.minute(start, "1"), BarSize.MINUTE, start.plusSeconds(60)))
        .isTrue();
  }
}
