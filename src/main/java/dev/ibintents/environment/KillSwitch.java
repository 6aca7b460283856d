package dev.ibintents.environment;

import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.Query;
import dev.ibintents.store.Transaction;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Whether trading is enabled. Somebody may switch it off at any moment, so it is read again from
 * the store when a run begins, and before orders leave.
 *
 * @param tradingEnabled {@code false} refuses every intent that is not exempt
 * @param exempt names of intents that may run all the same
 * @param halted the run that switched trading off last; empty if none did
 */
public record KillSwitch(boolean tradingEnabled, List<String> exempt, Optional<Halted> halted) {
  /** The names of the intents, which may be exempt. */
  public static final List<String> INTENTS =
      List.of(
          "ping",
          "summary",
          "allocation",
          "cash-balancer",
          "close-all",
          "trade-reconciliation",
          "adopt-account",
          "reconcile",
          "orchestrate",
          "collect-market-data",
          "market-data");

  /**
   * A run that switched trading off as it began.
   *
   * @param at when
   * @param intent the intent that was asked for it
   * @param invocation the invocation that did it
   * @param run the run's id in the ledger
   */
  public record Halted(Instant at, String intent, String invocation, String run) {
    /** The field with {@link #at}. */
    public static final String AT = "at";

    /** The field with {@link #intent}. */
    public static final String INTENT = "intent";

    /** The field with {@link #invocation}. */
    public static final String INVOCATION = "invocation";

    /** The field with {@link #run}. */
    public static final String RUN = "run";
  }

  /** Keeps a copy. */
  public KillSwitch {
    exempt = List.copyOf(exempt);
  }

  /**
   * The kill switch as the store has it now.
   *
   * @throws ConfigurationException if a configuration document is missing, or a field is unknown or
   *     has a wrong type: it may be the kill switch, misspelt, so nothing is to be sent
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

  /**
   * Whether a run may go on: trading is enabled, or the intent is exempt, or this very run has
   * switched trading off, so that it can be repeated until all is done.
   *
   * @param intent the intent's name
   * @param run the run's id in the ledger; empty if the intent has none
   */
  public boolean lets(String intent, Optional<String> run) {
    return tradingEnabled
        || exempt.contains(intent)
        || run.isPresent() && halted.map(Halted::run).equals(run);
  }

  /**
   * Refuses what {@link #lets} does not let.
   *
   * @throws KillSwitchException if it may not go on
   */
  public void require(String intent, Optional<String> run) {
    if (!lets(intent, run)) {
      throw new KillSwitchException();
    }
  }
}
