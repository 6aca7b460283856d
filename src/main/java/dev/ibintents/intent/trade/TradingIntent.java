package dev.ibintents.intent.trade;

import dev.ibintents.environment.Environment;
import dev.ibintents.intent.AccountUse;
import dev.ibintents.intent.Intent;
import dev.ibintents.intent.Parameters;
import dev.ibintents.trading.ledger.LeaseHold;
import dev.ibintents.trading.ledger.Run;
import dev.ibintents.trading.ledger.RunHeaders;
import dev.ibintents.trading.order.OrderProperties;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * An intent that places orders. It places each order exactly once, even if the request is repeated.
 * A subclass plans the orders in {@link #propose}.
 *
 * <p>It holds the account's lease while it works, and settles the runs that earlier invocations
 * left open. It writes its whole plan into the ledger before it sends the first order. Then it
 * records the state of each order. The next run finds a broken-off plan in the ledger.
 */
public abstract class TradingIntent extends Intent {
  /** The parameter that asks for a dry run. Every trading intent takes it. */
  public static final String DRY_RUN = "dryRun";

  /** The parameter with order fields. Intents whose orders a request may change take it. */
  public static final String ORDER_PROPERTIES = "orderProperties";

  private final String name;
  private final boolean isDryRun;
  private final TradingTools tools;
  private final RunRequest request;

  /**
   * @param name the name of the intent
   * @param environment the environment of the invocation
   * @param parameters the request's parameters
   * @param headers the request's headers that name the run
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
   * Plans the orders. It first brings the books in line with the broker, and does the work that
   * must precede the orders, such as cancelling other orders. A run that breaks off here repeats
   * this work the next time. In a dry run the tools keep all writes in memory, and nothing may be
   * sent but what-if orders.
   */
  protected abstract TradePlan propose();

  /** Says which contracts can be traded now; an intent without hours trades always. */
  protected MarketGate gate() {
    return MarketGate.alwaysOpen(environment());
  }

  /** The contracts that the request may trade. It is asked for only if the gate needs it. */
  protected MarketGate.Needed needed() {
    return MarketGate.Needed.NONE;
  }

  /** The answer if the configuration alone decides that there is nothing to do. */
  protected Optional<Object> nothingToDo() {
    return Optional.empty();
  }

  /**
   * Whether to send the unsent orders of a broken-off run. If not, they are recorded and reported.
   */
  protected boolean resumes(Run run) {
    return true;
  }

  /**
   * Whether a repetition checks for orders and positions that were opened since the earlier run.
   */
  protected boolean looksAgain() {
    return false;
  }

  /** The orders and positions that are open again after the earlier run, in words. */
  protected List<String> openAgain(Run earlier) {
    return List.of();
  }

  /** Whether to show the plan only, and change nothing. */
  protected final boolean isDryRun() {
    return isDryRun;
  }

  /** The tools of this invocation. In a dry run they work on a draft of the documents. */
  protected final TradingTools tools() {
    return tools;
  }

  /** Whether a run is the run that this request asks for. */
  protected final boolean isThis(Run run) {
    return request.isFor(run);
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
    Duration deadline = environment().deadline().length();
    return refusals()
        .read(
            () -> {
              properties.fillWithin().ifPresent(time -> time.requireFits(deadline));
              return properties;
            },
            properties);
  }

  /** The question to the broker, if the request asks for a preview by it. */
  protected final BrokerQuestion brokerQuestion() {
    return refusals()
        .read(() -> BrokerQuestion.of(tools, parameters()), new BrokerQuestion(tools, false));
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

  private TradingRun tradingRun(RunRequest asked) {
    return new TradingRun(tools, activity(), asked);
  }

  @Override
  protected final Optional<Object> answerWithoutGateway() {
    Optional<Object> nothing = nothingToDo();
    if (isDryRun || nothing.isPresent()) {
      refusals().throwIfAnyNow();
      return nothing;
    }
    if (gate().waitsForClose()) {
      refusals().throwIfAnyNow();
      return Optional.empty(); // the session is the key of the run, and only the gateway knows it
    }
    if (looksAgain()) {
      tradingRun(request).refuseIfRunning(refusals()::throwIfAnyNow);
      return Optional.empty();
    }
    return tradingRun(request).awaitEnd(refusals()::throwIfAnyNow);
  }

  @Override
  protected final Object core() {
    if (isDryRun) {
      return gate().closedAnswer(this::needed).orElseGet(() -> tradingRun(request).show(propose()));
    }
    PlanReview review = new PlanReview(tools, name, this::resumes);
    try (LeaseHold hold = new AccountLease(tools, activity(), review).take()) {
      TradingRun run = tradingRun(gate().inSession(request, this::needed));
      Optional<Object> earlier = run.answerOfEarlier(this::openAgain);
      if (earlier.isPresent()) {
        return earlier.get();
      }
      refusals().throwIfAnyNow();
      return gate().answer(this::needed).orElseGet(() -> run.carryOut(propose(), hold));
    }
  }
}
