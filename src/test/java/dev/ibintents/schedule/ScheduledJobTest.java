package dev.ibintents.schedule;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import org.junit.jupiter.api.Test;

final class ScheduledJobTest {
  private static final Instant SUNDAY = Instant.parse("2026-11-29T05:00:00Z");

  private static ScheduledJob job(String when, String zone) {
    return new ScheduledJob("mine", when, zone, "orchestrate");
  }

  @Test
  void timesAreThoseOfTheZoneAfterTheFirstMomentUpToTheSecond() {
    assertThat(
            job("46 12,15 * * 1-5", "America/New_York")
                .between(
                    Instant.parse("2026-11-30T17:46:00Z"), Instant.parse("2026-12-01T17:46:00Z")))
        .containsExactly(
            Instant.parse("2026-11-30T20:46:00Z"), Instant.parse("2026-12-01T17:46:00Z"))
        .inOrder();
    assertThat(job("0 9 * * *", "Asia/Tokyo").between(SUNDAY, SUNDAY.plusSeconds(86_400)))
        .containsExactly(Instant.parse("2026-11-30T00:00:00Z"));
  }

  @Test
  void aTimeThatTheClocksSkipIsLeftOutAndOneThatTheyShowTwiceCountsOnce() {
    assertThat(
            job("30 2 * * *", "America/New_York")
                .between(
                    Instant.parse("2026-03-08T05:00:00Z"), Instant.parse("2026-03-09T05:00:00Z")))
        .isEmpty();
    assertThat(
            job("30 1 * * *", "America/New_York")
                .between(
                    Instant.parse("2026-11-01T04:00:00Z"), Instant.parse("2026-11-02T05:00:00Z")))
        .containsExactly(Instant.parse("2026-11-01T05:30:00Z"));
  }

  @Test
  void aWrongTimeAndAWrongZoneAreNamed() {
    assertThat(
            assertThrows(
                InvalidScheduleException.class,
                () -> job("99 1 * * *", "UTC").between(SUNDAY, SUNDAY)))
        .hasMessageThat()
        .startsWith("the job mine: schedule is ");
    assertThat(
            assertThrows(
                InvalidScheduleException.class,
                () -> job("9 1 * * *", "Mars/Olympus").between(SUNDAY, SUNDAY)))
        .hasMessageThat()
        .contains("a right one is America/New_York");
  }
}
