package dev.ibintents.intent.reconciliation;

import static com.google.common.truth.Truth.assertThat;

import com.google.gson.JsonObject;
import dev.ibintents.bench.Bench;
import dev.ibintents.bench.FrontDoor;
import dev.ibintents.bench.MovedClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Fills of a day on which nobody asked are posted without a statement if the gateway has them. */
@Timeout(120)
final class MissedDayTest {
  private static final Instant MONDAY = Instant.parse("2026-11-30T15:00:00Z");

  @TempDir Path folder;
  private final MovedClock clock = new MovedClock(MONDAY);

  @Test
  void protobufAsksForTheFillsOfPastDays() throws Exception {
    try (FrontDoor door = FrontDoor.in(folder).clock(clock).protocol("protobuf").open()) {
      Bench bench = afterMissedMonday(door);

      assertThat(bench.reconciled().getAsJsonArray("booked")).isNotEmpty();
      bench.requireMatch();
      assertThat(bench.books().openOrders()).isEmpty();
    }
  }

  @Test
  void textsHaveTheFillsOfTodayOnly() throws Exception {
    try (FrontDoor door = FrontDoor.in(folder).clock(clock).protocol("text").open()) {
      Bench bench = afterMissedMonday(door);

      JsonObject refused = bench.failed(500, door.post("/trade-reconciliation", "{}"));
      assertThat(refused.get("error").getAsString()).startsWith("HoldingsMismatchException");
      assertThat(refused.getAsJsonArray("booked")).isEmpty();
    }
  }

  /** Trades on Monday, and asks nobody about it before Wednesday. */
  private Bench afterMissedMonday(FrontDoor door) throws Exception {
    Bench bench = new Bench(door, clock);
    bench.expose(Map.of("weights", "0.4"));
    bench.strategy("weights", Map.of("SPY", "0.6", "IEF", "0.4"));
    bench.reconciled();
    bench.ok("/allocation", "{}");
    bench.awaitFilled();
    clock.advance(Duration.ofMinutes(5));
    door.gateway().tick();
    clock.advance(Duration.ofDays(2));
    door.gateway().tick();
    return bench;
  }
}
