package dev.ibintents.cloud;

import static com.google.common.truth.Truth.assertThat;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;

import com.google.gson.JsonObject;
import dev.ibintents.bench.Bench;
import dev.ibintents.bench.FrontDoor;
import dev.ibintents.bench.MovedClock;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.Threads;
import dev.ibintents.store.firestore.FirestoreEmulator;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The loop on the store of the cloud. */
@Timeout(120)
final class FirestoreLoopTest {
  @TempDir Path folder;

  @Test
  void theBooksMatchOnFirestoreToo() throws Exception {
    MovedClock clock = new MovedClock(Instant.parse("2026-11-23T14:45:00Z"));
    DocumentStore store = FirestoreEmulator.newStore(Duration.ofSeconds(30));
    try (FrontDoor door =
        FrontDoor.in(folder)
            .clock(clock)
            .store(store)
            .variable("STORE", "firestore")
            .variable("PROJECT_ID", "a-project")
            .variable("TIMEOUT_SECONDS", "60")
            .open()) {
      Bench bench = new Bench(door, clock);
      bench.expose(Map.of("growth", "0.4", "value", "0.2"));
      bench.strategy("growth", Map.of("SPY", "0.6", "IEF", "0.4"));
      bench.strategy("value", Map.of("SPY", "0.5"));
      door.gateway().faults().orders().pieces(3, Duration.ZERO);
      bench.ok("/orchestrate", "{}");
      bench.awaitFilled();
      Map<String, Object> before = bench.everything();
      JsonObject dry = bench.ok("/orchestrate", doubleQuoted("{'dryRun':true}"));
      assertThat(Bench.list(dry.getAsJsonObject("tradeReconciliation"), "booked")).hasSize(6);
      assertThat(bench.everything()).isEqualTo(before);

      List<Integer> statuses =
          Threads.race(3, thread -> () -> door.post("/trade-reconciliation", "{}").statusCode());

      assertThat(statuses).containsExactly(200, 200, 200);
      bench.requireMatch();
      assertThat(bench.books().openOrders()).isEmpty();
      bench.ok(
          "/trade-reconciliation",
          doubleQuoted("{'adopt':{'growth':{'756733':'1.5'},'value':{'756733':'-1.5'}}}"));
      bench.requireMatch();
    }
  }

  @Test
  void theAccountIsClosedOnFirestoreToo() throws Exception {
    MovedClock clock = new MovedClock(Instant.parse("2026-11-23T14:45:00Z"));
    DocumentStore store = FirestoreEmulator.newStore(Duration.ofSeconds(30));
    try (FrontDoor door =
        FrontDoor.in(folder)
            .clock(clock)
            .store(store)
            .variable("STORE", "firestore")
            .variable("PROJECT_ID", "a-project")
            .variable("TIMEOUT_SECONDS", "60")
            .open()) {
      Bench bench = new Bench(door, clock);
      door.gateway().tws().trade(bench.spy(), BigDecimal.TEN, new BigDecimal("700"));

      JsonObject answer = bench.ok("/close-all", "{}");

      assertThat(answer.getAsJsonArray("warnings")).hasSize(1);
      assertThat(bench.owned()).isEmpty();
      bench.reconciled();
      bench.requireMatch();
      assertThat(bench.books().openOrders()).isEmpty();
    }
  }
}
