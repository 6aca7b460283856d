package dev.ibintents.intent.orchestrate;

import static com.google.common.truth.Truth.assertThat;
import static dev.ibintents.bench.Bench.SPY;
import static dev.ibintents.bench.Bench.list;
import static dev.ibintents.bench.FrontDoor.json;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;

import com.google.gson.JsonObject;
import dev.ibintents.bench.Bench;
import dev.ibintents.bench.FrontDoor;
import dev.ibintents.bench.MovedClock;
import dev.ibintents.bench.TransactionWatch;
import dev.ibintents.store.Document;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.DraftDocumentStore;
import dev.ibintents.store.StoreUnavailableException;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
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

/** The day's work in one invocation, and the snapshot that is a part of it. */
@Timeout(60)
final class OrchestrateTest {
  private static final String LATEST = "positions/paper/portfolio/latest";

  @TempDir Path folder;

  private final MovedClock clock = new MovedClock(Instant.parse("2026-11-23T14:45:00Z"));
  private FrontDoor door;
  private Bench bench;

  @BeforeEach
  void open() throws Exception {
    door = FrontDoor.in(folder).clock(clock).open();
    bench = new Bench(door, clock);
    bench.expose(Map.of("growth", "0.4"));
    bench.strategy("growth", Map.of("SPY", "0.6", "IEF", "0.4"));
  }

  @AfterEach
  void close() {
    door.close();
  }

  @Test
  void theSnapshotIsKeptAsTheLatestAndForTheDay() throws Exception {
    JsonObject answer = bench.ok("/reconcile", "{}");

    assertThat(answer.get("day").getAsString()).isEqualTo("2026-11-23");
    assertThat(answer.get("baseCurrency").getAsString()).isEqualTo("USD");
    assertThat(answer.getAsJsonObject("holdings").getAsJsonObject("SPY").get("conId").getAsInt())
        .isEqualTo(SPY);
    assertThat(answer.getAsJsonObject("openOrders").keySet()).isNotEmpty();
    Document latest = door.store().get(LATEST).orElseThrow();
    assertThat(latest.instant("updatedAt"))
        .isEqualTo(Instant.parse(answer.get("updatedAt").getAsString()));
    assertThat(latest.decimal("netLiquidation"))
        .isEqualToIgnoringScale(answer.get("netLiquidation").getAsBigDecimal());
    assertThat(latest.decimal("availableFunds")).isGreaterThan(BigDecimal.ZERO);
    assertThat(latest.map("cash").decimal("EUR")).isEqualTo(new BigDecimal("25431.5"));
    assertThat(latest.map("holdings").map("SPY").decimal("position"))
        .isEqualTo(new BigDecimal("300"));
    assertThat(latest.map("holdings").map("SPY").decimal("marketPrice")).isNotNull();
  }

  @Test
  void eachDayKeepsItsLastSnapshot() throws Exception {
    bench.ok("/reconcile", "{}");
    bench.ok("/reconcile", "{}");
    Map<String, Object> monday = fields("2026-11-23");
    assertThat(fields("latest")).isEqualTo(monday);

    clock.advance(Duration.ofDays(1));
    bench.ok("/reconcile", "{}");

    assertThat(fields("2026-11-23")).isEqualTo(monday);
    assertThat(fields("latest")).isEqualTo(fields("2026-11-24"));
    assertThat(door.store().list("positions/paper/portfolio")).hasSize(3);
  }

  private Map<String, Object> fields(String id) {
    return door.store().get("positions/paper/portfolio/" + id).orElseThrow().fields();
  }

  @Test
  void noSnapshotIsKeptWhileTheAccountIsNotReady() throws Exception {
    door.gateway().faults().resetting(true);

    bench.failed(503, door.post("/reconcile", "{}"));

    assertThat(door.store().list("positions/paper/portfolio")).isEmpty();
  }

  @Test
  void aDaysWorkIsDoneInOneInvocation() throws Exception {
    bench.ok("/allocation", "{}");
    bench.awaitFilled();
    int connections = door.gateway().connectionsAccepted();
    bench.expose(Map.of("growth", "0.2"));

    JsonObject answer = bench.ok("/orchestrate", "{}");

    assertThat(door.gateway().connectionsAccepted()).isEqualTo(connections + 1);
    assertThat(list(answer.getAsJsonObject("tradeReconciliation"), "booked")).hasSize(2);
    assertThat(answer.getAsJsonObject("reconcile").get("day").getAsString())
        .isEqualTo("2026-11-23");
    JsonObject allocation = answer.getAsJsonObject("allocation");
    // It begins from what was booked by the first step, and halves it.
    assertThat(allocation.getAsJsonObject("holdings").getAsJsonObject("growth").keySet())
        .containsExactly("SPY", "IEF");
    assertThat(list(allocation, "orders")).hasSize(2);
    assertThat(list(allocation, "orders").get(0).get("action").getAsString()).isEqualTo("SELL");
    bench.awaitFilled();
    bench.reconciled();
    bench.requireMatch();
    assertThat(bench.books().openOrders()).isEmpty();
  }

  @Test
  void theSameKeyAgainPlacesNothing() throws Exception {
    bench.failed(200, bench.postWithKey("/orchestrate", "monday", "{}"));
    int received = door.gateway().account().received().size();
    bench.awaitFilled();

    HttpResponse<String> again = bench.postWithKey("/orchestrate", "monday", "{}");

    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(json(again).getAsJsonObject("allocation").get("status").getAsString())
        .isEqualTo("already-ran");
    assertThat(list(json(again).getAsJsonObject("tradeReconciliation"), "booked")).hasSize(2);
    assertThat(door.gateway().account().received()).hasSize(received);
    // The same key names another run where another intent is asked for.
    bench.failed(200, bench.postWithKey("/allocation", "monday", "{}"));
    bench.failed(
        400,
        bench.postWithKey("/orchestrate", "monday", doubleQuoted("{'strategies':['growth']}")));
  }

  @Test
  void aDryRunShowsAllStepsAndChangesNothing() throws Exception {
    bench.ok("/allocation", "{}");
    bench.awaitFilled();
    Map<String, Object> before = bench.everything();

    JsonObject dry = bench.ok("/orchestrate", doubleQuoted("{'dryRun':true}"));

    assertThat(bench.everything()).isEqualTo(before);
    assertThat(door.store().get("leases/paper").orElseThrow().has("releasedAt")).isTrue();
    JsonObject reconciliation = dry.getAsJsonObject("tradeReconciliation");
    assertThat(list(reconciliation, "booked")).hasSize(2);
    assertThat(list(reconciliation, "closedOrders")).hasSize(2);
    // The allocation starts from what would be booked, and so finds nothing left to trade.
    assertThat(dry.getAsJsonObject("allocation").getAsJsonObject("holdings"))
        .isEqualTo(restricted(reconciliation.getAsJsonObject("holdings"), "growth"));
    assertThat(list(dry.getAsJsonObject("allocation"), "orders")).isEmpty();

    JsonObject real = bench.ok("/orchestrate", "{}");
    assertThat(real.getAsJsonObject("tradeReconciliation")).isEqualTo(reconciliation);
  }

  private static JsonObject restricted(JsonObject holdings, String strategy) {
    JsonObject restricted = new JsonObject();
    restricted.add(strategy, holdings.get(strategy));
    return restricted;
  }

  @Test
  void booksThatDoNotMatchStopItBeforeAnythingElse() throws Exception {
    door.gateway()
        .tws()
        .trade(
            bench.spy(),
            BigDecimal.TEN,
            door.gateway().prices().mark(bench.spy(), clock.instant()));

    JsonObject answer = bench.failed(500, door.post("/orchestrate", "{}"));

    assertThat(answer.get("step").getAsString()).isEqualTo("trade-reconciliation");
    assertThat(answer.get("error").getAsString()).startsWith("HoldingsMismatchException: ");
    assertThat(list(answer, "differences")).hasSize(1);
    assertThat(answer.getAsJsonObject("done").keySet()).isEmpty();
    assertThat(door.store().list("positions/paper/portfolio")).isEmpty();
    assertThat(door.store().list("runs")).isEmpty();
    assertThat(door.gateway().account().received()).isEmpty();

    // Once settled, the same run goes on: it had not begun.
    bench.ok("/trade-reconciliation", doubleQuoted("{'adopt':{'growth':{'756733':10}}}"));
    assertThat(list(bench.ok("/orchestrate", "{}").getAsJsonObject("allocation"), "orders"))
        .hasSize(2);
  }

  @Test
  void aRefusedAllocationIsTheThirdStep() throws Exception {
    door.store().update("config/common", Map.of("limits", Map.of("mostOrders", 1)));

    JsonObject answer = bench.failed(500, door.post("/orchestrate", "{}"));

    assertThat(answer.get("step").getAsString()).isEqualTo("allocation");
    assertThat(answer.get("error").getAsString()).startsWith("LimitsExceededException: ");
    assertThat(answer.getAsJsonObject("done").keySet())
        .containsExactly("trade-reconciliation", "reconcile")
        .inOrder();
    assertThat(door.store().get(LATEST)).isPresent();
    assertThat(door.gateway().account().received()).isEmpty();
  }

  @Test
  void aSnapshotThatCannotBeKeptIsTheSecondStep() throws Exception {
    door.close();
    door =
        FrontDoor.in(folder.resolve("second")).clock(clock).wrapStore(OrchestrateTest::full).open();
    bench = new Bench(door, clock);
    bench.expose(Map.of("growth", "0.4"));

    JsonObject answer = bench.failed(503, door.post("/orchestrate", "{}"));

    assertThat(answer.get("step").getAsString()).isEqualTo("reconcile");
    assertThat(answer.get("error").getAsString()).startsWith("StoreUnavailableException: ");
    assertThat(answer.getAsJsonObject("done").keySet()).containsExactly("trade-reconciliation");
    assertThat(door.store().list("runs")).isEmpty();
  }

  /** A store in which no snapshot can be written. */
  private static DocumentStore full(DocumentStore store) {
    return TransactionWatch.of(
        store,
        body -> {
          DraftDocumentStore draft = new DraftDocumentStore(store);
          draft.runTransaction(body);
          if (!draft.list("positions/paper/portfolio").isEmpty()) {
            throw new StoreUnavailableException("no room for a snapshot");
          }
        });
  }

  @Test
  void unknownStrategiesAreRefusedBeforeAnything() throws Exception {
    int before = door.gateway().connectionsAccepted();

    JsonObject answer =
        bench.failed(400, door.post("/orchestrate", doubleQuoted("{'strategies':['nobody']}")));

    assertThat(answer.get("error").getAsString()).contains("unknown strategies nobody");
    assertThat(door.gateway().connectionsAccepted()).isEqualTo(before);
  }

  @Test
  void withoutExposureTheBooksAreKeptAllTheSame() throws Exception {
    door.store().update("config/common", Map.of("exposure", Map.of("overall", 0)));

    JsonObject answer = bench.ok("/orchestrate", "{}");

    assertThat(answer.getAsJsonObject("allocation").get("status").getAsString())
        .contains("exposure.overall is 0");
    assertThat(door.store().get(LATEST)).isPresent();
  }

  @Test
  void previewByTheBrokerIsThatOfAllocation() throws Exception {
    String body = doubleQuoted("{'dryRun': true, 'preview': 'broker'}");

    JsonObject allocation = bench.ok("/allocation", body);
    JsonObject orchestrate = bench.ok("/orchestrate", body).getAsJsonObject("allocation");

    assertThat(orchestrate.get("margin").isJsonObject()).isTrue();
    for (String name : List.of("margin", "orders", "limits", "skipped", "leftAlone")) {
      assertThat(orchestrate.get(name)).isEqualTo(allocation.get(name));
    }
    for (JsonObject order : list(orchestrate, "orders")) {
      assertThat(order.getAsJsonObject("margin").get("initMarginAfter").isJsonNull()).isFalse();
    }
  }

  @Test
  void previewWithoutADryRunIsPartOfTheAnswerOfTheRun() throws Exception {
    JsonObject answer = bench.ok("/orchestrate", doubleQuoted("{'preview': 'broker'}"));

    JsonObject allocation = answer.getAsJsonObject("allocation");
    assertThat(allocation.get("margin").isJsonObject()).isTrue();
    assertThat(list(allocation, "orders").get(0).get("orderRef").isJsonNull()).isFalse();
  }

  @Test
  void anotherWordThanBrokerIsRefused() throws Exception {
    HttpResponse<String> response = door.post("/orchestrate", doubleQuoted("{'preview': 'all'}"));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("preview must be");
  }
}
