package dev.ibintents.environment;

import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.Query;
import dev.ibintents.store.Transaction;
import java.util.List;

/**
 * Whether trading is enabled. Somebody may switch it off at any moment, so it is read again from
 * the store when a run begins, and before orders leave.
 *
 * @param tradingEnabled {@code false} refuses every intent that is not exempt
 * @param exempt names of intents that may run all the same
 */
public record KillSwitch(boolean tradingEnabled, List<String> exempt) {
  /** Keeps a copy. */
  public KillSwitch {
    exempt = List.copyOf(exempt);
  }

  /**
   * The kill switch as the store has it now.
   *
   * @throws ConfigurationException if a configuration document is missing, or one of the two fields
   *     has the wrong type: then nobody can tell, and nothing is to be sent
   */
  public static KillSwitch read(DocumentStore store, TradingMode mode) {
    return Configuration.killSwitch(store.list(Configuration.COLLECTION), mode);
  }

  /**
   * As {@link #read(DocumentStore, TradingMode)}, in a transaction: it does not commit if somebody
   * switches trading off meanwhile.
   */
  public static KillSwitch read(Transaction transaction, TradingMode mode) {
    return Configuration.killSwitch(transaction.query(Query.in(Configuration.COLLECTION)), mode);
  }

  /** Whether an intent may run. */
  public boolean lets(String intent) {
    return tradingEnabled || exempt.contains(intent);
  }

  /**
   * Refuses an intent that may not run.
   *
   * @throws KillSwitchException if trading is disabled, and the intent is not exempt
   */
  public void require(String intent) {
    if (!lets(intent)) {
      throw new KillSwitchException();
    }
  }
}
