package dev.ibintents.home;

import static com.google.common.truth.Truth.assertThat;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonObject;
import dev.ibintents.bench.Bench;
import dev.ibintents.bench.FrontDoor;
import dev.ibintents.environment.ConfigurationException;
import dev.ibintents.environment.Variables;
import dev.ibintents.simulator.account.PaperFill;
import dev.ibintents.simulator.clock.MarketClock;
import dev.ibintents.simulator.server.GatewayOptions;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A week at home, whose time is that of the simulated market. */
class PlayedWeekTest {
  private static final Instant SATURDAY = Instant.parse("2026-11-28T15:00:00Z");
  private static final Instant MONDAY_OPEN = Instant.parse("2026-11-30T14:30:00Z");

  @TempDir private Path folder;

  @Test
  void weekIsTradedThoughNoTimePasses() throws Exception {
    MarketClock clock = MarketClock.startingAt(SATURDAY, 0);
    try (FrontDoor door =
        FrontDoor.in(folder).clock(clock).gateway(GatewayOptions::marketByCalendar).open()) {
      Bench bench = new Bench(door, clock);
      bench.expose(Map.of("weights", "0.5"));
      bench.strategy("weights", Map.of("SPY", "0.8", "GLD", "0.2"));

      JsonObject planned = bench.ok("/allocation", doubleQuoted("{'strategies':['weights']}"));

      assertThat(planned.get("utcTimestamp").getAsString()).startsWith("2026-11-28");
      assertThat(fillTimes(door)).isEmpty(); // the market is closed
      clock.moveTo(MONDAY_OPEN.plus(Duration.ofMinutes(30)));
      assertThat(fillTimes(door)).isNotEmpty();
      assertThat(fillTimes(door).stream().distinct()).containsExactly(MONDAY_OPEN);
      bench.reconciled();
      for (int day = 1; day <= 4; day++) {
        clock.advance(Duration.ofDays(1));
        bench.strategy("weights", Map.of("SPY", day % 2 == 0 ? "0.8" : "0.4", "GLD", "0.2"));
        clock.speed(300); // the lease and the waits keep to the real time
        bench.ok("/allocation", doubleQuoted("{'strategies':['weights']}"));
        clock.speed(0);
        clock.advance(Duration.ofMinutes(1));
        bench.reconciled();
        bench.ok("/reconcile", "{}");
      }

      Instant last = fillTimes(door).get(fillTimes(door).size() - 1);
      assertThat(last).isAtLeast(Instant.parse("2026-12-04T15:00:00Z"));
      assertThat(last).isLessThan(Instant.parse("2026-12-04T21:00:00Z"));
    }
  }

  private static List<Instant> fillTimes(FrontDoor door) {
    return door.gateway().account().fills(7).stream()
        .filter(fill -> fill.execution().clientId() == 1)
        .map(PaperFill::time)
        .toList();
  }

  private static Clock clock(Map<String, String> variables) {
    Map<String, String> all = new HashMap<>(Map.of("DATA_FOLDER", "unused"));
    all.putAll(variables);
    return LocalRun.clock(all, Variables.from(all));
  }

  @Test
  void variablesSetTheTimeAtHome() {
    assertThat(clock(Map.of())).isEqualTo(Clock.systemUTC());
    Clock moment = clock(Map.of("CLOCK", "2026-11-28T15:00:00Z"));
    assertThat(moment.instant()).isEqualTo(SATURDAY);
    Clock fast = clock(Map.of("CLOCK", "2026-11-28T15:00:00Z", "CLOCK_SPEED", "60x"));
    assertThat(((MarketClock) fast).speed()).isEqualTo(60);
    Duration ahead = Duration.between(Instant.now(), ((MarketClock) fast).realTime().instant());
    assertThat(ahead.abs()).isLessThan(Duration.ofSeconds(5));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CLOCK=noon               | CLOCK needs \"system\" or a moment such as"
            + " 2026-11-23T15:00:00Z",
        "CLOCK_SPEED=fast         | CLOCK_SPEED needs a speed such as 60x",
        "GATEWAY=configured       | the configured gateway has the real time; unset it, or set"
            + " GATEWAY=simulated",
        "PROJECT_ID=mine          | documents in Firestore have the real time; unset it, or set"
            + " STORE=embedded",
        "K_SERVICE=x,STORE=embedded | in the cloud the function has the real time; unset it"
      })
  void timeIsRefusedWhereItMustBeReal(String variables, String refusal) {
    Map<String, String> set = new HashMap<>(Map.of("CLOCK", "2026-11-28T15:00:00Z"));
    for (String variable : variables.split(",")) {
      set.put(variable.split("=")[0], variable.split("=")[1]);
    }
    assertThat(assertThrows(ConfigurationException.class, () -> clock(set)))
        .hasMessageThat()
        .contains(refusal);
  }
}
