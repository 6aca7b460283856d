package dev.ibintents.environment;

import dev.ibintents.store.Document;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.RecordFields;
import dev.ibintents.store.Transaction;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Switches trading on and off for a person, even if the configuration has faults. It sets {@code
 * tradingEnabled} in the configuration of a trading mode, which covers the common one. {@code
 * switched} beside it says when, by which intent or command, and why.
 *
 * <p>Switching on deletes the record of the run that switched trading off. Switching off keeps that
 * record if trading is off already, so that the run can be repeated until all is closed. If trading
 * is on, an older record is deleted, because its run must not pass this switch.
 */
public final class TradingSwitch {
  private static final RecordFields<KillSwitch.Switched> SWITCHED =
      RecordFields.of(KillSwitch.Switched.class);

  private final DocumentStore store;
  private final String path;

  /**
   * A change of the switch.
   *
   * @param before the document before; empty if there was none
   * @param after the document now; the same as before if the switch was set already
   * @param enabledBefore whether trading was enabled before, by the two documents; empty if the
   *     field had a wrong type
   */
  public record Change(Optional<Document> before, Document after, Optional<Boolean> enabledBefore) {
    /** Whether the switch was set already, so that nothing was written. */
    public boolean isRepetition() {
      return before.map(Document::fields).equals(Optional.of(after.fields()));
    }
  }

  /** Switches trading in a mode. */
  public TradingSwitch(DocumentStore store, TradingMode mode) {
    this.store = store;
    this.path = Configuration.documentOf(mode);
  }

  /** Sets the switch. If it is set already, nothing is written, and the earlier record stays. */
  public Change set(boolean enabled, KillSwitch.Switched record) {
    return store.<Change, RuntimeException>runTransaction(
        transaction -> {
          Optional<Document> before = transaction.get(path);
          Optional<Document> common = transaction.get(Configuration.COMMON);
          return new Change(
              before, written(transaction, before, enabled, record), enabled(before, common));
        });
  }

  private Document written(
      Transaction transaction,
      Optional<Document> before,
      boolean enabled,
      KillSwitch.Switched record) {
    Map<String, Object> fields = new LinkedHashMap<>(before.map(Document::fields).orElse(Map.of()));
    boolean isSet = Boolean.valueOf(enabled).equals(fields.get(Configuration.TRADING_ENABLED));
    if (!isSet || enabled && fields.containsKey(Configuration.HALTED)) {
      fields.put(Configuration.TRADING_ENABLED, enabled);
      fields.remove(Configuration.HALTED);
      fields.put(Configuration.SWITCHED, SWITCHED.fields(record));
      transaction.set(path, fields);
    }
    return new Document(path, fields);
  }

  /** Whether trading is enabled by the document of the mode, or else by the common one. */
  private static Optional<Boolean> enabled(
      Optional<Document> particular, Optional<Document> common) {
    for (Optional<Document> document : List.of(particular, common)) {
      Object value =
          document.map(found -> found.fields().get(Configuration.TRADING_ENABLED)).orElse(null);
      if (value != null) {
        return value instanceof Boolean enabled ? Optional.of(enabled) : Optional.empty();
      }
    }
    return Optional.of(true);
  }
}
