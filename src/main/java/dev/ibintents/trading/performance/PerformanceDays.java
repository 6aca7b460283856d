package dev.ibintents.trading.performance;

import dev.ibintents.environment.TradingMode;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.RecordFields;
import dev.ibintents.trading.totals.Cash;
import java.util.List;

/** The recorded days of an account. */
public final class PerformanceDays {
  private final DocumentStore store;
  private final TradingMode mode;

  /**
   * @param store the documents
   * @param mode the trading mode of the account
   */
  public PerformanceDays(DocumentStore store, TradingMode mode) {
    this.store = store;
    this.mode = mode;
  }

  /** All recorded days, in their order. */
  public List<DayRecord> all() {
    return store.list("positions/" + mode + "/days").stream()
        .map(RecordFields.of(DayRecord.class, Cash.FORM)::record)
        .toList();
  }
}
