package dev.ibintents.intent.trade;

import dev.ibintents.environment.Environment;
import dev.ibintents.intent.AccountUse;
import dev.ibintents.intent.Intent;
import dev.ibintents.intent.Parameters;
import dev.ibintents.trading.ledger.LeaseHold;
import dev.ibintents.trading.ledger.Run;
import dev.ibintents.trading.ledger.RunHeaders;
import dev.ibintents.trading.order.OrderProperties;
import java.util.List;
import java.util.Optional;

/**
 * An intent that places orders, each of them exactly once however often it is asked for. A subclass
 * says in {@link #propose} what to do.
 *
 * <p>It holds the account's lease while it works, settles what earlier runs left open, writes its
 * whole plan into the ledger before the first order leaves, and then records what becomes of each.
 * The next run finds there what broke off in between.
 */
public abstract class TradingIntent extends Intent {
  /** The parameter that every trading intent takes. */
  public static final String DRY_RUN = "dryRun";

  /** The parameter of those whose orders a request may change. */
  public static final String ORDER_PROPERTIES = "orderProperties";

  private final String name;
  private final boolean isDryRun;
  private final TradingTools tools;
  private final RunRequest request;

  /**
   * @param name the name of the intent
   * @param environment what the invocation works with
   * @param parameters the request's parameters
   * @param headers what the request says about which run it asks for
   */
  protected TradingIntent(
      String name, Environment environment, Parameters parameters, RunHeaders headers) {
    super(environment, parameters);
    this.name = name;
    this.isDryRun = parameters.flag(DRY_RUN);
    this.tools = TradingTools.of(environment, isDryRun);
    this.request =
        RunRequest.of(environment, name, getClass().getSimpleName(), parameters, headers);
  }

  /**
   * Says what to do, with the books in line with the broker. It brings them in line itself, and
   * does what has to come before the orders, such as to cancel others. A run that breaks off here
   * does it again the next time. In a dry run the tools keep in memory what is written, and nothing
   * may be sent.
   */
  protected abstract TradePlan propose();

  /** The answer if it is clear from the configuration alone that there is nothing to do. */
  protected Optional<Object> nothingToDo() {
    return Optional.empty();
  }

  /** Whether to send what a run has left that broke off; else it is only recorded, and reported. */
  protected boolean resumes(Run run) {
    return true;
  }

  /** Whether a repetition looks whether what was done before has been undone since. */
  protected boolean looksAgain() {
    return false;
  }

  /** The orders and positions that are open although this was done before, in words. */
  protected List<String> openAgain(Run earlier) {
    return List.of();
  }

  /** Whether to show what would be done, and change nothing anywhere. */
  protected final boolean isDryRun() {
    return isDryRun;
  }

  /** The tools of this invocation; on a draft of the documents in a dry run. */
  protected final TradingTools tools() {
    return tools;
  }

  /** Whether a run is the one that this request asks for. */
  protected final boolean isThis(Run other) {
    return request.isFor(other);
  }

  /** The order fields that the request changes. */
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

  @Override
  public final String name() {
    return name;
  }

  @Override
  protected final Optional<String> runId() {
    return Optional.of(request.id());
  }

  @Override
  protected final boolean trades() {
    return true;
  }

  @Override
  protected final AccountUse accountUse() {
    return AccountUse.WORK;
  }

  private TradingRun tradingRun() {
    return new TradingRun(tools, activity(), request);
  }

  @Override
  protected final Optional<Object> answerWithoutGateway() {
    Optional<Object> nothing = nothingToDo();
    if (isDryRun || nothing.isPresent()) {
      refusals().throwIfAnyNow();
      return nothing;
    }
    if (looksAgain()) {
      tradingRun().refuseIfRunning(refusals()::throwIfAnyNow);
      return Optional.empty();
    }
    return tradingRun().awaitEnd(refusals()::throwIfAnyNow);
  }

  @Override
  protected final Object core() {
    TradingRun run = tradingRun();
    if (isDryRun) {
      return run.show(propose());
    }
    PlanReview review = new PlanReview(tools, name, this::resumes);
    try (LeaseHold hold = new AccountLease(tools, activity(), review).take()) {
      Optional<Object> earlier = run.answerOfEarlier(this::openAgain);
      if (earlier.isPresent()) {
        return earlier.get();
      }
      refusals().throwIfAnyNow();
      return run.carryOut(propose(), hold);
    }
  }
}
