package dev.ibintents.intent.orchestrate;

import dev.ibintents.environment.Environment;
import dev.ibintents.intent.AccountUse;
import dev.ibintents.intent.Intent;
import dev.ibintents.intent.KnownStrategies;
import dev.ibintents.intent.Outcome;
import dev.ibintents.intent.Parameters;
import dev.ibintents.intent.account.PortfolioSnapshot;
import dev.ibintents.intent.allocation.Allocation;
import dev.ibintents.intent.allocation.AllocationProposer;
import dev.ibintents.intent.reconciliation.BookReconciliation;
import dev.ibintents.intent.reconciliation.ReconciliationAnswer;
import dev.ibintents.intent.trade.AccountLease;
import dev.ibintents.intent.trade.PlanReview;
import dev.ibintents.intent.trade.Proposal;
import dev.ibintents.intent.trade.TradingIntent;
import dev.ibintents.intent.trade.TradingRun;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.DraftDocumentStore;
import dev.ibintents.trading.ledger.LeaseHold;
import dev.ibintents.trading.ledger.RunHeaders;
import dev.ibintents.trading.order.OrderProperties;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A day's work in one invocation: brings the books in line with the broker, keeps what the broker
 * says of the account, and only then turns signals into orders. What a scheduler calls once a day.
 *
 * <p>All of it happens under one lease. A repetition of the same run does the first two steps
 * again, which changes nothing, and finds the third already done.
 */
public final class Orchestrate extends Intent {
  private final TradingRun run;
  private final boolean dryRun;
  private final DocumentStore store;
  private final AllocationProposer proposer;

  /**
   * The answer.
   *
   * @param tradeReconciliation what trade-reconciliation answers
   * @param reconcile what reconcile answers
   * @param allocation what allocation answers
   */
  public record OrchestrateAnswer(
      ReconciliationAnswer tradeReconciliation,
      PortfolioSnapshot.SnapshotAnswer reconcile,
      Object allocation) {}

  public Orchestrate(Environment environment, Parameters parameters, RunHeaders headers) {
    super(environment, parameters);
    this.run = TradingRun.of(this, headers);
    this.dryRun = parameters.flag(TradingIntent.DRY_RUN);
    this.store = dryRun ? new DraftDocumentStore(environment.store()) : environment.store();
    KnownStrategies known = KnownStrategies.of(environment);
    this.proposer =
        new AllocationProposer(
            environment,
            refusals().read(() -> known.named(parameters, Allocation.ALL), List.of()),
            OrderProperties.NONE,
            dryRun);
    proposer.refusal(known).ifPresent(refusals()::addUntimely);
  }

  /**
   * The end of one that is under way is awaited; one that was done goes through its steps again.
   */
  @Override
  protected Optional<Object> answerWithoutGateway() {
    if (!dryRun) {
      run.awaitEnd();
    }
    refusals().throwIfAnyNow();
    return Optional.empty();
  }

  @Override
  protected Object core() {
    return dryRun
        ? steps(this::show)
        : new AccountLease(
                environment(), activity(), new PlanReview(environment(), name(), dead -> true))
            .during(this::steps);
  }

  private Object show(BookReconciliation books) {
    Proposal proposal = proposer.propose(books.reconciled());
    run.report(proposal);
    activity().add(TradingRun.ACTIVITY, Outcome.Orders.dryRun(proposal.orders().size()));
    return proposal.answer(List.of());
  }

  private OrchestrateAnswer steps(LeaseHold hold) {
    return steps(books -> run.run(hold, () -> proposer.propose(books.reconciled())));
  }

  private OrchestrateAnswer steps(Function<BookReconciliation, Object> allocation) {
    Steps steps = new Steps();
    BookReconciliation books = new BookReconciliation(environment(), store, activity());
    return new OrchestrateAnswer(
        steps.run("trade-reconciliation", () -> books.run(Optional.empty())),
        steps.run("reconcile", () -> new PortfolioSnapshot(environment(), store).run()),
        steps.run(
            "allocation", () -> proposer.nothingToDo().orElseGet(() -> allocation.apply(books))));
  }

  @Override
  protected boolean trades() {
    return true;
  }

  @Override
  protected AccountUse accountUse() {
    return AccountUse.WORK;
  }

  @Override
  public String name() {
    return "orchestrate";
  }
}
