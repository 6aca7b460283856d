package dev.ibintents.intent.allocation;

import dev.ibintents.environment.Environment;
import dev.ibintents.intent.Account;
import dev.ibintents.intent.KnownStrategies;
import dev.ibintents.intent.Parameters;
import dev.ibintents.intent.reconciliation.ReconciliationAnswer;
import dev.ibintents.intent.trade.Proposal;
import dev.ibintents.intent.trade.TradingIntent;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.DraftDocumentStore;
import dev.ibintents.trading.books.Reconciled;
import dev.ibintents.trading.books.Reconciliation;
import dev.ibintents.trading.ledger.RunHeaders;
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
public final class Allocation extends TradingIntent {
  /** What it means to name no strategies. */
  public static final String ALL = "allocate all with exposure";

  private final AllocationProposer proposer;
  private Reconciled reconciled;

  public Allocation(Environment environment, Parameters parameters, RunHeaders headers) {
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
  public String name() {
    return "allocation";
  }

  @Override
  protected Optional<Object> nothingToDo() {
    return proposer.nothingToDo();
  }

  @Override
  protected void prepare() {
    reconciled = reconcile(environment().store());
    activity().add("books", ReconciliationAnswer.of(reconciled).outcome());
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
