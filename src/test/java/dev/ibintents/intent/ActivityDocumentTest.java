package dev.ibintents.intent;

import dev.ibintents.bench.GoldenDocuments;
import dev.ibintents.environment.Environment;
import dev.ibintents.environment.Problem;
import dev.ibintents.environment.Variables;
import dev.ibintents.ibapi.Deadline;
import dev.ibintents.store.Document;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.sqlite.SqliteDocumentStore;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The documents of the activity log are those of every earlier version. */
class ActivityDocumentTest {
  private static final Instant NOW = Instant.parse("2026-11-23T15:45:00.123456Z");

  private static Environment environment(DocumentStore store) {
    return new Environment(
        Variables.from(Map.of("STORE", "embedded")),
        store,
        Clock.fixed(NOW, ZoneOffset.UTC),
        "invocation-1",
        Deadline.in(Duration.ofSeconds(60)));
  }

  @Test
  void activitiesAreWrittenAsTheyWereAlways(@TempDir Path folder) {
    try (DocumentStore store = new SqliteDocumentStore(folder, Duration.ofSeconds(30))) {
      store.set(
          "config/common",
          Map.of(
              "connectTimeoutSeconds", 10, "exposure", Map.of("overall", new BigDecimal("0.5"))));
      store.set("config/paper", Map.of("apiPort", 4002));
      Environment environment = environment(store);
      Activity activity = new Activity(environment, "Allocation", NoParameters.GIVEN);
      activity.add(
          "run",
          new Outcome.Orders(
              "paper-key-1",
              "finished",
              2,
              new TreeMap<>(Map.of("done", 2)),
              new TreeMap<>(Map.of("done", List.of("a", "b")))));
      activity.add(
          "books",
          new Outcome.Books(
              3,
              2,
              1,
              0,
              0,
              List.of("x"),
              null,
              1,
              List.of(
                  new Outcome.Difference("SPY", 756733, new BigDecimal("7.50"), BigDecimal.TEN))));
      environment.problems().add(Problem.Code.ORDER_REFUSED, "the broker refused it");
      activity.finish(NOW, Duration.ofMillis(1234), new IllegalStateException("it failed"));
      Activity quiet = new Activity(environment(store), "Reconcile", NoParameters.GIVEN);
      quiet.finish(NOW, Duration.ofMillis(5), null);

      GoldenDocuments.requireWritten(
          "activity",
          List.of(
              new Document("activity/failed", activity.fields()),
              new Document("activity/quiet", quiet.fields())));
    }
  }
}
