package dev.ibintents.intent.orchestrate;

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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The week of {@code docs/trading.md}, over HTTP: in the end the books match. */
@Timeout(60)
final class WeekTest {
  private static final Instant MONDAY = Instant.parse("2026-11-30T15:00:00Z");
  private static final Duration DAY = Duration.ofDays(1);

  @TempDir Path folder;
  private final MovedClock clock = new MovedClock(MONDAY);
  private FrontDoor door;
  private Bench bench;

  @BeforeEach
  void open() throws Exception {
    door = FrontDoor.in(folder).clock(clock).open();
    bench = new Bench(door, clock);
    bench.expose(Map.of("weights", "0.4"));
    bench.strategy("weights", Map.of("SPY", "0.6", "IEF", "0.4"));
    door.store().update("config/common", Map.of("cashBalanceThresholdInBaseCurrency", 5_000));
  }

  @AfterEach
  void close() {
    door.close();
  }

  private void nextDay() {
    clock.advance(DAY);
    door.gateway().tick();
  }

  private void filled() {
    bench.awaitFilled();
    clock.advance(Duration.ofMinutes(5));
    door.gateway().tick();
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "protobuf"})
  void booksAndAccountAgreeFromMondayToFriday(String protocol) throws Exception {
    door.store().update("config/common", Map.of("gateway", Map.of("protocol", protocol)));
    // Monday: a day's work. The strategy buys.
    JsonObject monday = bench.ok("/orchestrate", "{}");
    assertThat(monday.getAsJsonObject("allocation").getAsJsonArray("orders")).isNotEmpty();
    filled();

    // Tuesday: Monday's fills are booked first, the weights have changed, and cash goes home.
    bench.reconciled();
    bench.requireMatch();
    nextDay();
    bench.strategy("weights", Map.of("SPY", "0.3", "GLD", "0.3"));
    bench.ok("/orchestrate", "{}");
    filled();
    assertThat(bench.ok("/cash-balancer", "{}").getAsJsonArray("orders")).isNotEmpty();
    filled();
    bench.reconciled();
    bench.requireMatch();

    // Wednesday: somebody trades by hand; nothing is traded until it is said whose that is.
    nextDay();
    door.gateway().tws().trade(bench.spy(), BigDecimal.valueOf(5), new BigDecimal("740"));
    int before = door.gateway().account().received().size();
    JsonObject refused = bench.failed(500, door.post("/orchestrate", "{}"));
    assertThat(refused.get("error").getAsString()).startsWith("HoldingsMismatchException");
    assertThat(door.gateway().account().received()).hasSize(before);
    bench.ok(
        "/trade-reconciliation", doubleQuoted("{'adopt':{'weights':{'" + Bench.SPY + "':5}}}"));
    bench.ok("/orchestrate", "{}");
    filled();
    bench.reconciled();
    bench.requireMatch();

    // Thursday: nobody calls. Friday: out, and the books are empty.
    nextDay();
    nextDay();
    bench.ok("/close-all", "{}");
    filled();
    bench.reconciled();
    bench.requireMatch();
    assertThat(bench.held()).isEmpty();
    assertThat(bench.books().openOrders()).isEmpty();
    assertThat(bench.ok("/reconcile", "{}").getAsJsonObject("openOrders").entrySet()).isEmpty();
  }
}
