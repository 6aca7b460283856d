package dev.ibintents.intent.reconciliation;

import static com.google.common.truth.Truth.assertThat;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;

import com.google.gson.JsonObject;
import dev.ibintents.bench.Bench;
import dev.ibintents.bench.FrontDoor;
import dev.ibintents.bench.MovedClock;
import java.math.BigDecimal;
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

  @Test
  void orderThatWasPartlyFilledOnAMissedDayIsTradedForItsRest() throws Exception {
    try (FrontDoor door = FrontDoor.in(folder).clock(clock).protocol("protobuf").open()) {
      Bench bench = weighted(door);
      door.gateway().closeMarket();
      bench.ok("/allocation", "{}");
      long permId = bench.standing(Bench.SPY).order().permId();
      door.gateway().tws().fill(permId, BigDecimal.ONE, new BigDecimal("681"));
      clock.advance(Duration.ofDays(1));
      door.gateway().openMarket();
      door.gateway().tick();

      JsonObject next = bench.ok("/allocation", "{}");
      bench.awaitFilled();
      bench.reconciled();

      assertThat(Bench.problemCodes(next)).doesNotContain("order-unsettled");
      assertThat(Bench.list(next, "orders")).isNotEmpty();
      assertThat(bench.books().openOrders()).isEmpty();
      bench.requireMatch();
    }
  }

  @Test
  void tradesByHandOfPastDaysAreNotReportedAgain() throws Exception {
    try (FrontDoor door = FrontDoor.in(folder).clock(clock).protocol("protobuf").open()) {
      Bench bench = new Bench(door, clock);
      door.gateway().tws().trade(bench.spy(), BigDecimal.TEN, new BigDecimal("681"));
      assertThat(tradesByHand(bench)).isEqualTo(1);
      bench.ok("/trade-reconciliation", doubleQuoted("{'adopt':{'weights':{'756733':10}}}"));

      clock.advance(Duration.ofDays(1));

      assertThat(bench.reconciled().getAsJsonArray("unattributed")).isEmpty();
      door.gateway().tws().trade(bench.spy(), BigDecimal.ONE, new BigDecimal("681"));
      assertThat(tradesByHand(bench)).isEqualTo(1);
    }
  }

  private static int tradesByHand(Bench bench) throws Exception {
    JsonObject refused = bench.failed(500, bench.door.post("/trade-reconciliation", "{}"));
    return refused.getAsJsonArray("unattributed").size();
  }

  private Bench weighted(FrontDoor door) throws Exception {
    Bench bench = new Bench(door, clock);
    bench.expose(Map.of("weights", "0.4"));
    bench.strategy("weights", Map.of("SPY", "0.6", "IEF", "0.4"));
    bench.reconciled();
    return bench;
  }

  /** Trades on Monday, and asks nobody about it before Wednesday. */
  private Bench afterMissedMonday(FrontDoor door) throws Exception {
    Bench bench = weighted(door);
    bench.ok("/allocation", "{}");
    bench.awaitFilled();
    clock.advance(Duration.ofMinutes(5));
    door.gateway().tick();
    clock.advance(Duration.ofDays(2));
    door.gateway().tick();
    return bench;
  }
}
