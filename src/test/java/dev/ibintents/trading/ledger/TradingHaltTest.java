package dev.ibintents.trading.ledger;

import static com.google.common.truth.Truth.assertThat;
import static dev.ibintents.environment.TradingMode.PAPER;

import dev.ibintents.environment.Environment;
import dev.ibintents.environment.Variables;
import dev.ibintents.ibapi.Deadline;
import dev.ibintents.store.Document;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.sqlite.SqliteDocumentStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The halt of trading with the beginning of a run. */
final class TradingHaltTest {
  @Test
  void beginningOfTheRunSwitchesTradingOffAndSaysWhoDidIt(@TempDir Path folder) {
    TestClock clock = new TestClock("2026-11-23T15:45:00Z");
    try (DocumentStore store = new SqliteDocumentStore(folder)) {
      store.set("config/common", Map.of());
      store.set("config/paper", Map.of("tradingEnabled", true, "x-note", "kept"));
      Deadline deadline = Deadline.in(Duration.ofMinutes(5));
      Environment environment =
          new Environment(
              Variables.from(Map.of("STORE", "embedded", "DATA_FOLDER", folder.toString())),
              store,
              clock,
              "invocation 1",
              deadline);
      Lease lease =
          new Leases(store, clock)
              .acquire(PAPER, "test", clock.instant().plusSeconds(300), clock::advance);
      RunKey key = Samples.key("k");

      new RunLedger(store, clock)
          .begin(
              key,
              new RunPlan("{}", Map.of(), List.of()),
              lease,
              new TradingHalt(environment, "close-all"));

      Document paper = store.get("config/paper").orElseThrow();
      assertThat(paper.fields())
          .containsExactly(
              "tradingEnabled",
              false,
              "x-note",
              "kept",
              "halted",
              Map.of(
                  "at",
                  clock.instant(),
                  "intent",
                  "close-all",
                  "invocation",
                  "invocation 1",
                  "run",
                  key.id()));
    }
  }
}
