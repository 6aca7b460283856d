package dev.ibintents.intent.allocation;

import dev.ibintents.environment.Environment;
import dev.ibintents.intent.KnownStrategies;
import dev.ibintents.intent.Parameters;
import dev.ibintents.intent.reconciliation.ReconciliationAnswer;
import dev.ibintents.intent.trade.TradePlan;
import dev.ibintents.intent.trade.TradingIntent;
import dev.ibintents.trading.books.Reconciled;
import dev.ibintents.trading.ledger.RunHeaders;
import java.util.List;
import java.util.Optional;

/**
 * Turns the strategies' signals into orders, and places them.
 *
 * <p>It posts the day's executions first, under the same lease, exactly as trade-reconciliation
 * does. What is left to trade follows from what the broker has filled or shows to be open, whatever
 * ledger and books had taken for final. To refuse until trade-reconciliation was asked for would be
 * as safe, and would leave the strategies untraded for a matter that settles itself.
 */
public final class Allocation extends TradingIntent {
  /** Says, in a refusal, what a request for no strategies means. */
  public static final String ALL = "allocate all with exposure";

  private final AllocationProposer proposer;

  public Allocation(Environment environment, Parameters parameters, RunHeaders headers) {
    super("allocation", environment, parameters, headers);
    KnownStrategies known = KnownStrategies.of(environment);
    List<String> named = refusals().read(() -> known.named(parameters, ALL), List.of());
    this.proposer = new AllocationProposer(tools(), named, orderProperties());
    proposer.refusal(known).ifPresent(refusals()::addUntimely);
  }

  @Override
  protected Optional<Object> nothingToDo() {
    return proposer.nothingToDo();
  }

  @Override
  protected TradePlan propose() {
    Reconciled reconciled = tools().reconciliation().runBeforePlan();
    if (!isDryRun()) {
      activity().add("books", ReconciliationAnswer.of(reconciled).outcome());
    }
    return proposer.propose(reconciled);
  }
}
