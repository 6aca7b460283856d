package dev.ibintents.intent.orchestrate;

import dev.ibintents.environment.Environment;
import dev.ibintents.intent.AccountUse;
import dev.ibintents.intent.Intent;
import dev.ibintents.intent.KnownStrategies;
import dev.ibintents.intent.Once;
import dev.ibintents.intent.Parameters;
import dev.ibintents.intent.account.PortfolioSnapshot;
import dev.ibintents.intent.allocation.Allocation;
import dev.ibintents.intent.allocation.AllocationProposer;
import dev.ibintents.intent.reconciliation.BookReconciliation;
import dev.ibintents.intent.reconciliation.ReconciliationAnswer;
import dev.ibintents.intent.trade.AccountLease;
import dev.ibintents.intent.trade.BrokerQuestion;
import dev.ibintents.intent.trade.MarketGate;
import dev.ibintents.intent.trade.PlanReview;
import dev.ibintents.intent.trade.RunRequest;
import dev.ibintents.intent.trade.TradingIntent;
import dev.ibintents.intent.trade.TradingRun;
import dev.ibintents.intent.trade.TradingTools;
import dev.ibintents.trading.books.Reconciled;
import dev.ibintents.trading.ledger.LeaseHold;
import dev.ibintents.trading.ledger.RunHeaders;
import dev.ibintents.trading.order.OrderProperties;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Runs a day's steps in one invocation. It brings the books in line with the broker, stores the
 * broker's figures of the account, and then turns signals into orders. A scheduler calls it once a
 * day.
 *
 * <p>All steps share one lease. A repetition of the same run repeats the first two steps, which
 * changes nothing, and finds the third step done.
 */
public final class Orchestrate extends Intent {
  private final boolean isDryRun;
  private final TradingTools tools;
  private final RunRequest request;
  private final MarketGate gate;
  private final Once<ReconciliationAnswer> books;
  private final Supplier<Reconciled> reconciled;
  private final AllocationProposer proposer;

  /**
   * The answer.
   *
   * @param tradeReconciliation the answer of trade-reconciliation
   * @param reconcile the answer of reconcile
   * @param allocation the answer of allocation
   */
  public record OrchestrateAnswer(
      ReconciliationAnswer tradeReconciliation,
      PortfolioSnapshot.SnapshotAnswer reconcile,
      Object allocation) {}

  /** Creates the intent of one invocation. */
  public Orchestrate(Environment environment, Parameters parameters, RunHeaders headers) {
    super(environment, parameters);
    this.isDryRun = parameters.flag(TradingIntent.DRY_RUN);
    this.tools = TradingTools.of(environment, isDryRun);
    this.request =
        RunRequest.of(environment, name(), getClass().getSimpleName(), parameters, headers);
    KnownStrategies known = KnownStrategies.of(environment);
    List<String> named = refusals().read(() -> known.named(parameters, Allocation.ALL), List.of());
    this.gate = MarketGate.read(environment, parameters, headers, refusals());
    BrokerQuestion question =
        refusals()
            .read(() -> BrokerQuestion.of(tools, parameters), new BrokerQuestion(tools, false));
    BookReconciliation books = new BookReconciliation(tools, activity());
    this.books = new Once<>(() -> books.run(Optional.empty()));
    this.reconciled =
        () -> {
          this.books.get();
          return books.reconciled();
        };
    this.proposer =
        new AllocationProposer(tools, named, OrderProperties.NONE, gate, question, reconciled);
    proposer.refusal(known).ifPresent(refusals()::addUntimely);
  }

  /**
   * Never answers here. It waits for the end of the same run if that is under way. A run that was
   * done goes through its steps again.
   */
  @Override
  protected Optional<Object> answerWithoutGateway() {
    if (!isDryRun && !gate.waitsForClose()) {
      run(request).awaitEnd(() -> {});
    }
    refusals().throwIfAnyNow();
    return Optional.empty();
  }

  @Override
  protected Object core() {
    if (isDryRun) {
      return gate.closedAnswer(proposer::needed)
          .orElseGet(() -> steps(() -> run(request).show(proposer.propose())));
    }
    PlanReview review = new PlanReview(tools, name(), other -> true);
    try (LeaseHold hold = new AccountLease(tools, activity(), review).take()) {
      TradingRun run = run(gate.inSession(request, proposer::needed));
      Optional<Object> earlier = run.answerOfEarlier(other -> List.of());
      Optional<Object> notNow =
          earlier.isPresent() ? Optional.empty() : gate.answer(proposer::needed);
      return notNow.orElseGet(
          () -> steps(() -> earlier.orElseGet(() -> run.carryOut(proposer.propose(), hold))));
    }
  }

  private TradingRun run(RunRequest asked) {
    return new TradingRun(tools, activity(), asked);
  }

  private OrchestrateAnswer steps(Supplier<Object> allocation) {
    Steps steps = new Steps();
    return new OrchestrateAnswer(
        steps.run("trade-reconciliation", books),
        steps.run("reconcile", () -> new PortfolioSnapshot(tools).run(reconciled.get())),
        steps.run("allocation", () -> proposer.nothingToDo().orElseGet(allocation)));
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
