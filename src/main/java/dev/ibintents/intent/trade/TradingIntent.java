package dev.ibintents.intent.trade;

import dev.ibintents.environment.Environment;
import dev.ibintents.intent.AccountUse;
import dev.ibintents.intent.Intent;
import dev.ibintents.intent.Outcome;
import dev.ibintents.intent.Parameters;
import dev.ibintents.trading.books.Books;
import dev.ibintents.trading.ledger.Run;
import dev.ibintents.trading.ledger.RunHeaders;
import dev.ibintents.trading.order.OrderProperties;
import java.util.List;
import java.util.Optional;

/**
 * An intent that places orders, each of them exactly once however often it is asked for.
 *
 * <p>It holds the account's lease while it works, settles what earlier runs left open, writes its
 * whole plan into the ledger before the first order leaves, and then records what becomes of each.
 * Whatever breaks off in between is found there by the next run.
 */
public abstract class TradingIntent extends Intent {
  /** The parameter that every trading intent takes. */
  public static final String DRY_RUN = "dryRun";

  /** The parameter of those whose orders a request may change. */
  public static final String ORDER_PROPERTIES = "orderProperties";

  private final RunHeaders headers;
  private final Books books;
  private TradingRun run;

  public TradingIntent(Environment environment, Parameters parameters, RunHeaders headers) {
    super(environment, parameters);
    this.headers = headers;
    this.books =
        new Books(environment.store(), environment.variables().tradingMode(), environment.clock());
  }

  /** Whether to show what would be done, and change nothing anywhere. */
  protected final boolean isDryRun() {
    return parameters().flag(DRY_RUN);
  }

  /**
   * Does what has to be done before there is anything to propose, while the account is this
   * invocation's alone; not in a dry run. A run that breaks off here does it again the next time.
   */
  protected void prepare() {}

  /** Whether to send what a run has left that broke off; else it is only recorded, and reported. */
  protected boolean resumes(Run run) {
    return true;
  }

  /** Whether a run is the one that this request asks for. */
  protected final boolean isThis(Run other) {
    return tradingRun().is(other);
  }

  private TradingRun tradingRun() {
    if (run == null) {
      run = TradingRun.of(this, headers);
    }
    return run;
  }

  /** What to do. Asks the gateway and the store, and changes neither. */
  protected abstract Proposal propose();

  /** What the request changes about orders. */
  protected final OrderProperties orderProperties() {
    OrderProperties properties =
        refusals()
            .read(
                () ->
                    OrderProperties.parse(
                        parameters().object(ORDER_PROPERTIES), environment().clock()),
                OrderProperties.NONE);
    properties.untimely().ifPresent(refusals()::addUntimely);
    return properties;
  }

  /** The account's books. */
  protected final Books books() {
    return books;
  }

  private PlanReview review() {
    return new PlanReview(environment(), name(), this::resumes);
  }

  @Override
  protected final Optional<String> runId() {
    return Optional.of(tradingRun().id());
  }

  @Override
  protected final boolean trades() {
    return true;
  }

  @Override
  protected final AccountUse accountUse() {
    return AccountUse.WORK;
  }

  @Override
  protected final Optional<Object> answerWithoutGateway() {
    Optional<Object> nothing = nothingToDo();
    if (isDryRun() || nothing.isPresent()) {
      refusals().throwIfAnyNow();
      return nothing;
    }
    if (looksAgain()) {
      tradingRun().refuseIfRunning(refusals()::throwIfAnyNow);
      return Optional.empty();
    }
    return tradingRun().awaitEnd(refusals()::throwIfAnyNow);
  }

  /** Whether a repetition looks whether what was done before has been undone since. */
  protected boolean looksAgain() {
    return false;
  }

  /** The orders and positions that are open although this was done before, in words. */
  protected List<String> openAgain(Run earlier) {
    return List.of();
  }

  /** The answer if it is clear from the configuration alone that there is nothing to do. */
  protected Optional<Object> nothingToDo() {
    return Optional.empty();
  }

  @Override
  protected final Object core() {
    if (isDryRun()) {
      Proposal proposal = propose();
      tradingRun().report(proposal);
      activity().add(TradingRun.ACTIVITY, Outcome.Orders.dryRun(proposal.orders().size()));
      return proposal.answer(List.of());
    }
    return new AccountLease(environment(), activity(), review())
        .during(
            hold ->
                tradingRun()
                    .run(
                        hold,
                        () -> {
                          refusals().throwIfAnyNow();
                          prepare();
                          return propose();
                        },
                        this::openAgain));
  }
}
