package dev.ibintents.backtest;

import dev.ibintents.environment.TradingMode;
import dev.ibintents.store.Document;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.trading.totals.Crossing;
import dev.ibintents.trading.totals.TotalsChange;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Deletes the documents that no later invocation of a backtest reads, so that memory does not grow
 * with the years. The records of the result keep what they said.
 */
final class OldDocuments {
  private static final int BETWEEN_DAYS = 20;
  private static final String LATEST = "latest";

  private final DocumentStore store;
  private final String positions;
  private Optional<LocalDate> last = Optional.empty();

  OldDocuments(DocumentStore store, TradingMode mode) {
    this.store = store;
    this.positions = "positions/" + mode.id();
  }

  /** Deletes old documents from time to time: runs, activities, fills and the records of days. */
  void deleteAfter(LocalDate session) {
    if (last.isPresent() && session.isBefore(last.get().plusDays(BETWEEN_DAYS))) {
      return;
    }
    last.ifPresent(before -> delete());
    last = Optional.of(session);
  }

  private void delete() {
    for (String collection :
        List.of(
            "runs",
            "activity",
            positions + "/fills",
            positions + "/portfolio",
            positions + "/days",
            Crossing.collection(positions),
            TotalsChange.amendments(positions))) {
      for (Document document : store.list(collection)) {
        if (!document.id().equals(LATEST) && !isOpen(document)) {
          store.delete(document.path());
        }
      }
    }
    deleteAllButNewest(positions + "/" + TotalsChange.DAY_HOLDINGS);
  }

  /** Keeps the newest day, which has the last known value of each unit. */
  private void deleteAllButNewest(String collection) {
    List<Document> days = store.list(collection);
    String newest = days.stream().map(Document::id).max(Comparator.naturalOrder()).orElse("");
    days.stream().filter(day -> !day.id().equals(newest)).forEach(day -> store.delete(day.path()));
  }

  private static boolean isOpen(Document document) {
    return "running".equals(document.fields().get("state"));
  }
}
