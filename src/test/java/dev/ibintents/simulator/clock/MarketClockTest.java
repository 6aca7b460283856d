package dev.ibintents.simulator.clock;

import static com.google.common.truth.Truth.assertThat;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ibintents.simulator.account.PaperClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The market's clock runs at any speed, stands still, and moves forward only. */
class MarketClockTest {
  private static final Instant NOW = Instant.parse("2026-11-23T15:00:00Z");
  private static final Duration WEEK = Duration.ofDays(7);

  private final PaperClock source = new PaperClock(NOW);
  private final MarketClock clock = MarketClock.following(source);

  @Test
  void followedClockIsShown() {
    source.advance(Duration.ofNanos(1));
    assertThat(clock.instant()).isEqualTo(NOW.plusNanos(1));
    assertThat(MarketClock.following(clock)).isSameInstanceAs(clock);
  }

  @ParameterizedTest
  @CsvSource({"60, PT1H", "1, PT1M", "0.5, PT30S", "0, PT0S", "100000, PT100000M"})
  void minuteOfRealTimeTakesAsLongAsTheSpeedSays(double speed, Duration expected) {
    clock.speed(speed);
    source.advance(Duration.ofMinutes(1));
    assertThat(clock.instant()).isEqualTo(NOW.plus(expected));
    assertThat(clock.speed()).isEqualTo(speed);
  }

  @Test
  void otherSpeedKeepsTheMoment() {
    clock.speed(60);
    source.advance(Duration.ofMinutes(1));
    clock.speed(1);
    source.advance(Duration.ofMinutes(1));
    assertThat(clock.instant()).isEqualTo(NOW.plus(Duration.ofMinutes(61)));
  }

  @Test
  void movedClockRunsOnFromThere() {
    clock.advance(WEEK);
    source.advance(Duration.ofSeconds(1));
    assertThat(clock.instant()).isEqualTo(NOW.plus(WEEK).plusSeconds(1));
    clock.moveTo(NOW.plus(WEEK.multipliedBy(2)));
    assertThat(clock.instant()).isEqualTo(NOW.plus(WEEK.multipliedBy(2)));
  }

  @Test
  void timeMovesForwardOnly() {
    Exception back =
        assertThrows(IllegalArgumentException.class, () -> clock.moveTo(NOW.minusMillis(1)));
    assertThat(back).hasMessageThat().contains("forward only; it is 2026-11-23T15:00:00Z already");
    assertThrows(IllegalArgumentException.class, () -> clock.advance(Duration.ofNanos(-1)));
    assertThat(clock.instant()).isEqualTo(NOW);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1, 100_001, Double.NaN, Double.POSITIVE_INFINITY})
  void impossibleSpeedIsRefused(double speed) {
    assertThrows(IllegalArgumentException.class, () -> clock.speed(speed));
    assertThrows(IllegalArgumentException.class, () -> MarketClock.startingAt(NOW, speed));
  }

  @Test
  void realTimeUntilAMomentDependsOnTheSpeed() {
    Instant later = NOW.plusSeconds(60);
    assertThat(clock.realTimeUntil(later)).hasValue(Duration.ofMinutes(1));
    clock.speed(60);
    assertThat(clock.realTimeUntil(later)).hasValue(Duration.ofSeconds(1));
    assertThat(clock.realTimeUntil(NOW)).hasValue(Duration.ZERO);
    assertThat(clock.realTimeUntil(Instant.MAX)).isPresent();
    clock.speed(0);
    assertThat(clock.realTimeUntil(later)).isEmpty();
    assertThat(clock.realTimeUntil(NOW.minusSeconds(1))).hasValue(Duration.ZERO);
  }

  @Test
  void eachMoveAndChangeOfSpeedIsTold() {
    List<Instant> told = new ArrayList<>();
    Runnable end = clock.onChange(() -> told.add(clock.instant()));
    clock.advance(Duration.ofSeconds(1));
    clock.moveTo(NOW.plusSeconds(2));
    clock.speed(60);
    end.run();
    clock.advance(WEEK);
    assertThat(told)
        .containsExactly(NOW.plusSeconds(1), NOW.plusSeconds(2), NOW.plusSeconds(2))
        .inOrder();
  }

  @Test
  void clockOfAnotherZoneMovesToo() {
    Clock berlin = clock.withZone(ZoneId.of("Europe/Berlin"));
    clock.advance(WEEK);
    assertThat(berlin.instant()).isEqualTo(clock.instant());
    assertThat(berlin.getZone()).isEqualTo(ZoneId.of("Europe/Berlin"));
  }

  @Test
  void clockWithAStartStandsStillUnlessASpeedIsGiven() {
    ClockSetting start = ClockSetting.SYSTEM.withStart("2026-11-23T15:00:00Z");
    assertThat(start.clock().instant()).isEqualTo(NOW);
    assertThat(start.clock().speed()).isEqualTo(0);
    assertThat(start.withSpeed("60x").clock().speed()).isEqualTo(60);
    assertThat(start.withSpeed("0").clock().speed()).isEqualTo(0);
    assertThat(ClockSetting.SYSTEM.withSpeed("0.5").clock().speed()).isEqualTo(0.5);
    assertThat(ClockSetting.SYSTEM.withStart("system").clock().speed()).isEqualTo(1);
    assertThat(start.withStart("system").start()).isEqualTo(Optional.empty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"fast", "", "-1", "60 x", "1e3", "100001x", "x", "60xx", "NaN"})
  void unreadableSpeedIsRefused(String text) {
    assertThat(
            assertThrows(IllegalArgumentException.class, () -> ClockSetting.SYSTEM.withSpeed(text)))
        .hasMessageThat()
        .isEqualTo(
            doubleQuoted(
                "needs a speed such as 60x, from 0 (the market stands still) to 100000x, not '"
                    + text
                    + "'"));
  }
}
