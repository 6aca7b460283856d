package dev.ibintents.intent;

import dev.ibintents.environment.Environment;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.DraftDocumentStore;
import dev.ibintents.trading.Reconciled;
import dev.ibintents.trading.Reconciliation;
import dev.ibintents.trading.RunHeaders;
import java.util.List;
import java.util.Optional;

/**
 * Turns the strategies' signals into orders, and places them.
 *
 * <p>It posts the day's executions first, under the same lease, exactly as trade-reconciliation
 * does: what the broker has filled, or shows to be open, decides what is left to trade, whatever
 * ledger and books had taken for final. To refuse until trade-reconciliation was asked for would be
 * as safe, and would leave the strategies untraded for a matter that settles itself.
 */
final class Allocation extends TradingIntent {
  /** What it means to name no strategies. */
  static final String ALL = "allocate all with exposure";

  private final AllocationProposer proposer;
  private Reconciled reconciled;

  Allocation(Environment environment, Parameters parameters, RunHeaders headers) {
    super(environment, parameters, headers);
    KnownStrategies known = KnownStrategies.of(environment);
    this.proposer =
        new AllocationProposer(
            environment,
            refusals().read(() -> known.named(parameters, ALL), List.of()),
            orderProperties(),
            isDryRun());
    proposer.refusal(known).ifPresent(refusals()::addUntimely);
  }

  @Override
  protected String name() {
    return "allocation";
  }

  @Override
  protected Optional<Object> nothingToDo() {
    return proposer.nothingToDo();
  }

  @Override
  protected void prepare() {
    reconciled = reconcile(environment().store());
    activity().add("books", Outcome.Books.of(ReconciliationAnswer.of(reconciled)));
  }

  private Reconciled reconcile(DocumentStore store) {
    String account =
        Account.of(
            environment().configuration(), environment().gateway().session().managedAccounts());
    return new Reconciliation(environment(), store, account).runBeforePlan();
  }

  @Override
  protected Proposal propose() {
    if (isDryRun()) {
      reconciled = reconcile(new DraftDocumentStore(environment().store()));
    }
    return proposer.propose(reconciled);
  }
}
