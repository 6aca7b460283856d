package dev.ibintents.environment;

import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.Query;
import dev.ibintents.store.Transaction;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The switch that disables trading. A person may switch trading off at any moment, so the switch is
 * read again from the store when a run begins, and before orders leave.
 *
 * @param tradingEnabled {@code false} refuses every intent that is not exempt
 * @param exempt names of intents that may run although trading is disabled
 * @param halted the run that switched trading off last; empty if none did
 * @param switched the last time that a person switched trading on or off; empty if none did
 */
public record KillSwitch(
    boolean tradingEnabled,
    List<String> exempt,
    Optional<Halted> halted,
    Optional<Switched> switched) {
  /**
   * The names of the intents, which may be exempt. Those that only look into the store, and the
   * switch itself, are always exempt.
   */
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
          "market-data",
          "performance",
          "runs",
          "holdings",
          "status",
          "trading",
          "signals",
          "flow",
          "import-statement",
          "watch",
          "digest");

  /**
   * A run that switched trading off at its beginning.
   *
   * @param at the time
   * @param intent the intent of the run
   * @param invocation the invocation of the run
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

  /**
   * A person's change of the switch.
   *
   * @param at the time
   * @param by the intent or the command that changed it
   * @param invocation the invocation of the intent; empty for a command
   * @param reason the person's reason; empty if none was given
   */
  public record Switched(
      Instant at, String by, Optional<String> invocation, Optional<String> reason) {
    /** The field with {@link #at}. */
    static final String AT = "at";

    /** The field with {@link #by}. */
    static final String BY = "by";

    /** The field with {@link #invocation}. */
    static final String INVOCATION = "invocation";

    /** The field with {@link #reason}. */
    static final String REASON = "reason";
  }

  /** Keeps a copy. */
  public KillSwitch {
    exempt = List.copyOf(exempt);
  }

  /**
   * Reads the kill switch from the store.
   *
   * @throws ConfigurationException if a configuration document is missing, or a field is unknown or
   *     has a wrong type: it may be a misspelt kill switch, so no order may be sent
   */
  public static KillSwitch read(DocumentStore store, TradingMode mode) {
    return Configuration.killSwitch(store.list(Configuration.COLLECTION), mode);
  }

  /**
   * Reads the kill switch in a transaction, which does not commit if trading is switched off
   * meanwhile.
   */
  public static KillSwitch read(Transaction transaction, TradingMode mode) {
    return Configuration.killSwitch(transaction.query(Query.in(Configuration.COLLECTION)), mode);
  }

  /**
   * Whether a run may go on: trading is enabled, or the intent is exempt, or this run has switched
   * trading off. Such a run can be repeated until all is done.
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
   * Requires that a run may go on; see {@link #lets}.
   *
   * @throws KillSwitchException if it may not
   */
  public void require(String intent, Optional<String> run) {
    if (!lets(intent, run)) {
      throw new KillSwitchException();
    }
  }
}
