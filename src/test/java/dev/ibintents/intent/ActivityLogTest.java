package dev.ibintents.intent;

import static com.google.common.truth.Truth.assertThat;
import static dev.ibintents.bench.FrontDoor.answered;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;

import dev.ibintents.bench.FrontDoor;
import dev.ibintents.bench.MovedClock;
import dev.ibintents.intent.allocation.ManyOrders;
import dev.ibintents.store.Document;
import dev.ibintents.store.Fields;
import dev.ibintents.trading.run.RecoveryDecision;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the activity log says of what was done, for each kind of work. */
@Timeout(120)
final class ActivityLogTest {
  private final MovedClock clock = new MovedClock(Instant.parse("2026-11-23T15:29:00Z"));

  @TempDir Path folder;
  private FrontDoor door;

  @BeforeEach
  void open() throws Exception {
    door = FrontDoor.in(folder).clock(clock).open();
    door.bookHoldings("elsewhere");
    door.expose(Map.of("growth", "0.4"));
    door.strategy("growth", Map.of("SPY", "0.5", "IEF", "0.5"));
  }

  @AfterEach
  void close() {
    door.close();
  }

  /** Asks, and gives what the log then says of it. */
  private Fields outcome(int status, String path, String body) throws Exception {
    door.store().list("activity").forEach(document -> door.store().delete(document.path()));
    HttpResponse<String> response = door.post(path, body);
    answered(status, response);
    List<Document> activities = door.store().list("activity");
    assertThat(activities).hasSize(1);
    return activities.get(0).map("outcome");
  }

  @Test
  void aRunIsNamedWithItsOrders() throws Exception {
    door.gateway().faults().orders().reject(2, 201, "Order rejected - reason:no such luck");

    Fields run = outcome(200, "/allocation", "{}").map("run");

    Document ledger = door.store().list("runs").get(0);
    assertThat(run.string("id")).isEqualTo(ledger.id());
    assertThat(run.string("status")).isEqualTo("finished");
    assertThat(run.integer("orders")).isEqualTo(2);
    assertThat(run.map("byState").fields()).isEqualTo(Map.of("acknowledged", 1L, "rejected", 1L));
    List<Object> acknowledged = run.map("orderRefs").list("acknowledged");
    assertThat(acknowledged).hasSize(1);
    assertThat(door.store().get("positions/paper/openOrders/" + acknowledged.get(0))).isPresent();

    Fields again = outcome(200, "/allocation", "{}").map("run");
    assertThat(again.string("status")).isEqualTo("already-ran");
    assertThat(again.string("id")).isEqualTo(ledger.id());
  }

  @Test
  void aDryRunHasOrdersAndNoRun() throws Exception {
    for (String path : List.of("/allocation", "/close-all")) {
      Fields run = outcome(200, path, doubleQuoted("{'dryRun':true}")).map("run");

      assertThat(run.string("status")).isEqualTo("dry-run");
      assertThat(run.integer("orders")).isAtLeast(2);
      assertThat(run.has("id")).isFalse();
    }
  }

  @Test
  void aRunThatBreaksOffIsNamedAndSoIsItsRecovery() throws Exception {
    door.gateway().faults().orders().dropBefore(1);
    door.store().list("activity").forEach(document -> door.store().delete(document.path()));
    assertThat(door.post("/allocation", "{}").statusCode()).isAnyOf(503, 504);
    Fields broken = door.store().list("activity").get(0).map("outcome").map("run");
    clock.advance(RecoveryDecision.ON_ITS_WAY);

    Fields next = outcome(200, "/allocation", "{}");

    assertThat(broken.string("status")).isEqualTo("running");
    assertThat(broken.map("byState").fields()).isEqualTo(Map.of("sent", 2L));
    Fields recovered =
        new Document("a/b", Map.of("run", next.map("recovered").list("runs").get(0))).map("run");
    assertThat(recovered.string("id")).isEqualTo(broken.string("id"));
    assertThat(next.map("run").string("status")).isEqualTo("already-ran");
  }

  @Test
  void differencesOfTheBooksAreNamedAlthoughTheIntentFails() throws Exception {
    door.store().delete("positions/paper/holdings/elsewhere");
    for (String path : List.of("/trade-reconciliation", "/orchestrate")) {
      Fields books = outcome(500, path, "{}").map("books");

      assertThat(books.integer("executions")).isAtLeast(1);
      assertThat(books.integer("booked")).isEqualTo(0);
      assertThat(books.integer("differing")).isAtLeast(1);
      assertThat(books.list("differences")).hasSize((int) books.integer("differing"));
      assertThat(books.list("differences").toString()).contains("contract=SPY");
    }
  }

  @Test
  void ordersThatCloseAllCancelsAreNamed() throws Exception {
    Fields outcome = outcome(200, "/close-all", "{}");

    assertThat(outcome.map("cancelled").integer("orders")).isAtLeast(1);
    assertThat(outcome.map("cancelled").list("permIds")).isNotEmpty();
    assertThat(outcome.map("run").string("status")).isEqualTo("finished");
  }

  @Test
  void barsAndFailuresOfACollectionAreCounted() throws Exception {
    String contracts =
        doubleQuoted(
            "[{'symbol':'SPY','secType':'STK','exchange':'SMART','currency':'USD'},"
                + "{'symbol':'NONSUCH','secType':'STK','exchange':'SMART',"
                + "'currency':'USD'}]");

    Fields collected =
        outcome(
                200,
                "/collect-market-data",
                doubleQuoted("{'duration':'1 M','contracts':" + contracts + "}"))
            .map("collected");

    assertThat(collected.integer("contracts")).isEqualTo(2);
    assertThat(collected.integer("added")).isAtLeast(15);
    assertThat(collected.integer("failed")).isEqualTo(1);
    assertThat(collected.list("failures").toString()).contains("contract=NONSUCH STK");
    assertThat(collected.integer("remaining")).isEqualTo(0);
  }

  /** However many orders there are, a document of the log stays far under what Firestore takes. */
  @Test
  void theLogIsShortHoweverMuchIsDone() throws Exception {
    try (ManyOrders many = new ManyOrders(folder.resolve("many"), 1000)) {
      many.allocate(50);
      Fields run = many.door.store().list("activity").get(0).map("outcome").map("run");

      assertThat(run.integer("orders")).isEqualTo(50);
      assertThat(run.map("byState").fields()).isEqualTo(Map.of("acknowledged", 50L));
      assertThat(run.map("orderRefs").list("acknowledged")).hasSize(30);
    }
  }
}
