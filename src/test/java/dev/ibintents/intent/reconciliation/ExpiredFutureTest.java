package dev.ibintents.intent.reconciliation;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.ibintents.bench.Bench;
import dev.ibintents.bench.FrontDoor;
import dev.ibintents.bench.MovedClock;
import dev.ibintents.bench.Weights;
import dev.ibintents.simulator.fault.Link;
import dev.ibintents.simulator.market.Instrument;
import dev.ibintents.store.Document;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The last day of a future that strategies hold: it is settled, and no execution says so. */
@Timeout(120)
final class ExpiredFutureTest {
  /** The day before the future expires. */
  private static final Instant THURSDAY = Instant.parse("2026-12-17T15:00:00Z");

  @TempDir Path folder;
  private final MovedClock clock = new MovedClock(THURSDAY);
  private FrontDoor door;
  private Bench bench;
  private Instrument future;

  @BeforeEach
  void open() throws Exception {
    door = FrontDoor.in(folder).clock(clock).open();
    bench = new Bench(door, clock);
    bench.expose(Map.of("trend", "0.5", "hedge", "0.5"));
    future = Weights.instrument(door.gateway().universe(), "MNQ");
    assertThat(future.settlement()).isEqualTo(Instant.parse("2026-12-18T14:30:00Z"));
  }

  @AfterEach
  void close() {
    door.close();
  }

  private void want(String strategy, String weight) {
    door.store()
        .set(
            "strategies/" + strategy,
            Weights.document(door.gateway().universe(), Map.of("MNQ", weight)));
  }

  /** Buys on Thursday, and records it. */
  private void buy() throws Exception {
    want("trend", "1.6");
    want("hedge", "-0.5");
    bench.ok("/allocation", "{}");
    bench.awaitFilled();
    clock.advance(Duration.ofMinutes(5));
    door.gateway().tick();
    bench.ok("/reconcile", "{}");
    assertThat(held("trend")).isGreaterThan(BigDecimal.ZERO);
    assertThat(held("hedge")).isLessThan(BigDecimal.ZERO);
  }

  /** Buys on Thursday, records it, and lets the future expire. */
  private void expire() throws Exception {
    buy();
    clock.advance(Duration.between(clock.instant(), future.settlement().plusSeconds(3600)));
    door.gateway().tick();
    assertThat(bench.owned()).doesNotContainKey(future.conId());
  }

  private BigDecimal held(String strategy) {
    return bench.books().holdings().of(strategy).of(future.conId());
  }

  private List<Document> settlements() {
    return door.store().list("positions/paper/actions");
  }

  private JsonArray unattributed() throws Exception {
    JsonObject answer = Bench.ok(door.get("/performance?check=true"));
    assertThat(answer.getAsJsonArray("differences")).isEmpty();
    return answer.getAsJsonObject("account").getAsJsonArray("unattributed");
  }

  @Test
  void settlementIsPostedOnceAtTheLastPriceToTheStrategiesThatHoldIt() throws Exception {
    expire();
    BigDecimal trend = held("trend");

    JsonObject answer = bench.reconciled();

    BigDecimal price = door.gateway().prices().mark(future, future.settlement());
    JsonObject settled = Bench.list(answer, "settled").get(0);
    assertThat(settled.get("contract").getAsString()).isEqualTo(future.localSymbol());
    assertThat(settled.get("price").getAsBigDecimal()).isEqualToIgnoringScale(price);
    assertThat(settled.get("priceFrom").getAsString())
        .isEqualTo("the close of its last daily bar of 2026-12-18");
    assertThat(settled.getAsJsonObject("shares").get("trend").getAsBigDecimal()).isEqualTo(trend);
    assertThat(held("trend")).isEqualToIgnoringScale("0");
    assertThat(held("hedge")).isEqualToIgnoringScale("0");
    Document document = settlements().get(0);
    assertThat(document.path()).isEqualTo(settled.get("document").getAsString());
    assertThat(document.map("effects").map("trend").map("cash").map("USD").decimal("settled"))
        .isEqualToIgnoringScale(trend.multiply(price).multiply(future.factor()));

    assertThat(Bench.list(bench.reconciled(), "settled")).isEmpty();
    assertThat(settlements()).hasSize(1);
  }

  @Test
  void lastMoveOfAFutureBelongsToItsStrategies() throws Exception {
    expire();

    bench.ok("/reconcile", "{}");

    JsonArray unattributed = unattributed();
    assertThat(unattributed.size()).isEqualTo(1);
    assertWithMessage("unattributed on the last day")
        .that(unattributed.get(0).getAsBigDecimal())
        .isEqualToIgnoringScale("0");
    JsonObject trend =
        Bench.ok(door.get("/performance")).getAsJsonObject("strategies").getAsJsonObject("trend");
    assertThat(trend.getAsJsonArray("profit").get(0).getAsBigDecimal().signum()).isNotEqualTo(0);
  }

  @Test
  void withoutABarTheValueOfTheLatestRecordCountsAndTheAnswerSaysSo() throws Exception {
    expire();
    BigDecimal value =
        door.store()
            .get("positions/paper/dayHoldings/2026-12-17")
            .orElseThrow()
            .map("units")
            .map(Integer.toString(future.conId()))
            .decimal("value");
    door.gateway().breakFarm(Link.HISTORY);

    JsonObject settled = Bench.list(bench.reconciled(), "settled").get(0);

    assertThat(settled.get("priceFrom").getAsString())
        .isEqualTo("its value on the latest day on record");
    assertThat(settled.get("price").getAsBigDecimal()).isEqualToIgnoringScale(value);
    assertThat(held("trend")).isEqualToIgnoringScale("0");
  }

  @Test
  void futureThatWasSoldByHandOnItsLastDayIsNotSettled() throws Exception {
    buy();
    clock.advance(Duration.between(clock.instant(), future.settlement().minusSeconds(600)));
    BigDecimal owned = bench.owned().get(future.conId());
    door.gateway()
        .tws()
        .trade(future, owned.negate(), door.gateway().prices().mark(future, clock.instant()));
    clock.advance(Duration.ofHours(1));
    door.gateway().tick();
    BigDecimal trend = held("trend");

    JsonObject answer = bench.failed(500, door.post("/trade-reconciliation", "{}"));

    assertThat(Bench.list(answer, "differences").get(0).get("contract").getAsString())
        .isEqualTo(future.localSymbol());
    assertThat(Bench.list(answer, "settled")).isEmpty();
    assertThat(settlements()).isEmpty();
    assertThat(held("trend")).isEqualTo(trend);
  }
}
