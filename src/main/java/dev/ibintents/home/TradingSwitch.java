package dev.ibintents.home;

import dev.ibintents.environment.Configuration;
import dev.ibintents.environment.ConfigurationException;
import dev.ibintents.environment.KillSwitch;
import dev.ibintents.environment.TradingMode;
import dev.ibintents.store.Document;
import dev.ibintents.store.DocumentStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Switches trading on and off for a person. It sets {@code tradingEnabled} in the configuration of
 * a trading mode, which covers the common one.
 */
final class TradingSwitch {
  private final DocumentStore store;
  private final TradingMode mode;

  TradingSwitch(DocumentStore store, TradingMode mode) {
    this.store = store;
    this.mode = mode;
  }

  /** Switches trading on, and deletes the record of the run that switched it off. */
  DocumentChanges on() {
    return write(true);
  }

  /**
   * Switches trading off, even if the configuration has faults. If a run has switched it off
   * before, the record of that run stays, so that the run can be repeated until all is closed. If
   * trading is on, an older record is deleted, because its run must not pass this switch.
   */
  DocumentChanges off() {
    return write(false);
  }

  private DocumentChanges write(boolean enabled) {
    String path = Configuration.documentOf(mode);
    return store.<DocumentChanges, RuntimeException>runTransaction(
        transaction -> {
          Optional<Document> before = transaction.get(path);
          Map<String, Object> fields =
              new LinkedHashMap<>(before.map(Document::fields).orElse(Map.of()));
          boolean changes =
              enabled || !Boolean.FALSE.equals(fields.get(Configuration.TRADING_ENABLED));
          if (changes) {
            fields.put(Configuration.TRADING_ENABLED, enabled);
            fields.remove(Configuration.HALTED);
            transaction.set(path, fields);
          }
          return DocumentChanges.between(before, new Document(path, fields), List.of());
        });
  }

  /**
   * Whether trading is on for the function, in words.
   *
   * @throws ConfigurationException if the configuration cannot be read, so that nothing trades
   */
  String words() {
    KillSwitch killSwitch = KillSwitch.read(store, mode);
    if (killSwitch.tradingEnabled()) {
      return "Trading is on in " + mode.id();
    }
    return "Trading is off in "
        + mode.id()
        + (killSwitch.exempt().isEmpty()
            ? ""
            : ", but for " + String.join(", ", killSwitch.exempt()))
        + killSwitch
            .halted()
            .map(
                halted ->
                    ". "
                        + halted.intent()
                        + " has switched it off at "
                        + halted.at()
                        + ", and may be repeated until all is closed")
            .orElse("");
  }
}
