package dev.ibintents.backtest;

import static com.google.common.truth.Truth.assertThat;

import dev.ibintents.environment.TradingMode;
import dev.ibintents.store.Document;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.memory.MemoryDocumentStore;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The documents that a backtest forgets. */
final class OldDocumentsTest {
  private final DocumentStore store = new MemoryDocumentStore();

  private List<String> ids(String collection) {
    return store.list(collection).stream().map(Document::id).sorted().toList();
  }

  @Test
  void onlyDocumentsThatALaterInvocationReadsAreKept() {
    store.set("runs/over", Map.of("state", "finished"));
    store.set("runs/open", Map.of("state", "running"));
    store.set("activity/1", Map.of("intent", "Orchestrate"));
    store.set("positions/paper/fills/0001.01", Map.of("conId", 1));
    store.set("positions/paper/crossings/over", Map.of("at", 1));
    store.set("positions/paper/amendments/1", Map.of("at", 1));
    for (String day : List.of("2026-11-23", "2026-11-24")) {
      store.set("positions/paper/portfolio/" + day, Map.of("day", day));
      store.set("positions/paper/days/" + day, Map.of("day", day));
      store.set("positions/paper/dayHoldings/" + day, Map.of("day", day));
    }
    store.set("positions/paper/portfolio/latest", Map.of("day", "2026-11-24"));
    store.set("positions/paper/totals/a", Map.of("at", 1));
    store.set("positions/paper/holdings/a", Map.of("1", 5));
    OldDocuments old = new OldDocuments(store, TradingMode.PAPER);

    old.deleteAfter(LocalDate.parse("2026-11-01"));
    assertThat(ids("runs")).hasSize(2);
    old.deleteAfter(LocalDate.parse("2026-11-24"));

    assertThat(ids("runs")).containsExactly("open");
    assertThat(ids("positions/paper/portfolio")).containsExactly("latest");
    assertThat(ids("positions/paper/dayHoldings")).containsExactly("2026-11-24");
    assertThat(ids("positions/paper/totals")).containsExactly("a");
    assertThat(ids("positions/paper/holdings")).containsExactly("a");
    for (String emptied : List.of("activity", "positions/paper/fills", "positions/paper/days")) {
      assertThat(ids(emptied)).isEmpty();
    }
    assertThat(ids("positions/paper/crossings")).isEmpty();
    assertThat(ids("positions/paper/amendments")).isEmpty();
  }
}
