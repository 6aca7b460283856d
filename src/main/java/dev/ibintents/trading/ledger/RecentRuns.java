package dev.ibintents.trading.ledger;

import dev.ibintents.environment.TradingMode;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.trading.NewestDocuments;
import java.util.List;

/** The runs of a trading mode that have begun last. */
public final class RecentRuns {
  private final DocumentStore store;
  private final TradingMode mode;

  /**
   * @param store the documents
   * @param mode the trading mode
   */
  public RecentRuns(DocumentStore store, TradingMode mode) {
    this.store = store;
    this.mode = mode;
  }

  /** The runs that have begun last, at most so many; the newest first. */
  public List<Run> read(int most) {
    return new NewestDocuments(store, RunLedger::newest)
        .read(most, document -> mode.id().equals(document.fields().get("mode"))).stream()
            .map(RunDocument::run)
            .toList();
  }
}
