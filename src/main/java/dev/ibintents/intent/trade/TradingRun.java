package dev.ibintents.intent.trade;

import dev.ibintents.environment.Environment;
import dev.ibintents.environment.KillSwitch;
import dev.ibintents.environment.Problem;
import dev.ibintents.environment.Problems;
import dev.ibintents.environment.ShuttingDownException;
import dev.ibintents.ibapi.ShiftedClock;
import dev.ibintents.ibapi.message.PlaceOrder;
import dev.ibintents.intent.Activity;
import dev.ibintents.intent.Outcome;
import dev.ibintents.intent.RunningException;
import dev.ibintents.trading.ledger.AccompanyingWrites;
import dev.ibintents.trading.ledger.LeaseHold;
import dev.ibintents.trading.ledger.Run;
import dev.ibintents.trading.ledger.RunKey;
import dev.ibintents.trading.ledger.RunPlan;
import dev.ibintents.trading.ledger.RunStanding;
import dev.ibintents.trading.order.InvalidOrderPropertiesException;
import dev.ibintents.trading.order.OrderTerms;
import dev.ibintents.trading.order.PlannedOrder;
import dev.ibintents.trading.run.RunShortfall;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * One run of orders through the ledger. It writes the whole plan into the ledger before it sends
 * the first order, and then records the state of each order. A request with the same key finds the
 * run there.
 */
public final class TradingRun {
  /** The name of the run in the activity log. */
  public static final String ACTIVITY = "run";

  private final TradingTools tools;
  private final Environment environment;
  private final Activity activity;
  private final RunRequest request;
  private RunKey newKey;

  /**
   * @param tools the invocation's tools
   * @param activity records the state of the run
   * @param request the requested run
   */
  public TradingRun(TradingTools tools, Activity activity, RunRequest request) {
    this.tools = tools;
    this.environment = tools.environment();
    this.activity = activity;
    this.request = request;
    this.newKey = request.key();
  }

  /**
   * Waits for the end of the requested run if it is under way, and finds its answer. An abandoned
   * run has no answer before its recovery.
   *
   * @param ifNew is called if no invocation has begun this run; it may refuse the request
   * @return the answer of the run that was done; empty if it is new
   * @throws RunningException if the run does not end while enough time is left for a run of this
   *     invocation
   */
  public Optional<Object> awaitEnd(Runnable ifNew) {
    return found(ifNew).flatMap(this::answer);
  }

  /**
   * Waits for the end of the requested run if it is under way. {@link #answerOfEarlier} finds the
   * answer of a run that was done before.
   *
   * @param ifNew is called if no invocation has begun this run; it may refuse the request
   * @throws RunningException if the run does not end while enough time is left for a run of this
   *     invocation
   */
  void refuseIfRunning(Runnable ifNew) {
    if (found(ifNew).orElse(null) instanceof RunStanding.Running running) {
      throw new RunningException(running);
    }
  }

  private Optional<RunStanding> found(Runnable ifNew) {
    Instant deadline =
        ShiftedClock.realTimeOf(environment.clock())
            .instant()
            .plus(environment.deadline().remaining());
    Optional<RunStanding> found =
        tools.ledger().awaitEnd(request.key(), request.parameters(), deadline, this::pause);
    if (found.isEmpty()) {
      ifNew.run();
    }
    return found;
  }

  private void pause(Duration time) throws InterruptedException {
    if (environment.deadline().isCutShort()) {
      throw new ShuttingDownException("the run is under way, and its end is not awaited");
    }
    environment.deadline().pause(time);
  }

  /**
   * Finds the answer of the requested run if it was done before. The caller holds the account's
   * lease, and has recovered the open runs of other invocations.
   *
   * @param openAgain finds the orders and positions that are open again after an earlier run, in
   *     words. If there are any, a key of limited validity begins a new run. A permanent key does
   *     not, and a problem is reported
   * @return the answer of the earlier run; empty if the run is to be carried out
   */
  public Optional<Object> answerOfEarlier(Function<Run, List<String>> openAgain) {
    Optional<RunStanding> earlier = tools.ledger().look(request.key(), request.parameters());
    List<String> open =
        earlier.orElse(null) instanceof RunStanding.AlreadyRan done
            ? openAgain.apply(done.run())
            : List.of();
    if (!open.isEmpty() && !request.key().isPermanent()) {
      newKey = request.key().afresh();
      return Optional.empty();
    }
    reportOpen(open);
    return earlier.flatMap(this::answer);
  }

  /**
   * Shows a plan without carrying it out.
   *
   * @return the plan's answer, with the planned orders
   */
  public Object show(TradePlan plan) {
    requireSpoken(plan);
    report(plan.undone());
    activity.add(ACTIVITY, Outcome.Orders.dryRun(plan.trades().orders().size()));
    return plan.answer(List.of());
  }

  /**
   * Carries out a plan: writes it into the ledger, and places its orders.
   *
   * @param hold the caller's hold on the lease; the caller has recovered the open runs of others
   * @return the plan's answer, with the placed orders
   * @throws InvalidOrderPropertiesException if orderProperties do not fit the orders; the run does
   *     not begin
   * @throws LimitsExceededException if the orders would exceed limits; the run does not begin
   * @throws dev.ibintents.environment.KillSwitchException if trading has been disabled in the
   *     meantime; the run does not begin
   * @throws dev.ibintents.trading.run.UnsettledOrdersException if the broker does not say in time
   *     whether it has an order
   */
  public Object carryOut(TradePlan plan, LeaseHold hold) {
    plan.violations().requireNone();
    requireTime(plan);
    requireSpoken(plan);
    report(plan.undone());
    hold.requireValid("the run is not begun");
    RunStanding standing = begin(plan, hold);
    if (!(standing instanceof RunStanding.Started started)) {
      return answer(standing)
          .orElseThrow(
              () ->
                  new IllegalStateException(
                      standing.run() + " was abandoned after everything had been recovered"));
    }
    plan.beginning().begun();
    log(started.run());
    Run placed = new RunExecution(tools, request.intent(), this::log).carryOut(started.run(), hold);
    Object answer = plan.answer(placed.legs());
    reportShortfall(placed);
    log(end(placed, plan, answer, hold));
    return answer;
  }

  /** Refuses times to fill orders for which too little of the request's deadline is left. */
  private void requireTime(TradePlan plan) {
    Duration wait =
        OrderTerms.longestWait(plan.trades().orders().stream().map(PlannedOrder::terms).toList());
    Duration left = environment.deadline().remaining();
    if (!wait.isZero() && wait.compareTo(left.multipliedBy(3).dividedBy(4)) > 0) {
      throw new InvalidOrderPropertiesException(
          ("nothing was sent, because fillWithin does not fit: the run would wait %d s for fills,"
                  + " and only %d s of the request's deadline are left. Give a shorter time, or a"
                  + " larger TIMEOUT_SECONDS")
              .formatted(wait.toSeconds(), left.toSeconds()));
    }
  }

  /** Refuses orders with a property that the session with the gateway cannot carry. */
  private void requireSpoken(TradePlan plan) {
    int serverVersion = environment.gateway().session().serverVersion();
    for (PlannedOrder planned : plan.trades().orders()) {
      PlaceOrder.misfit(planned.order(), serverVersion)
          .ifPresent(
              misfit -> {
                throw new InvalidOrderPropertiesException(
                    "nothing was sent, because the order property "
                        + misfit
                        + ". The field gateway.protocol of config/common or config/MODE chooses"
                        + " what is spoken");
              });
    }
  }

  private RunStanding begin(TradePlan plan, LeaseHold hold) {
    PlannedTrades trades = plan.trades();
    AccompanyingWrites entry =
        tools.books().beginning(plan.account(), trades.crossed()).and(plan.beginning().entry());
    return tools
        .ledger()
        .begin(
            newKey,
            new RunPlan(request.parameters(), trades.exposures(), trades.orders()),
            hold.lease(),
            ifEnabled(entry));
  }

  /**
   * Adds a check that trading is still enabled in the transaction in which the run begins. The
   * first check of the invocation may be minutes old.
   */
  private static AccompanyingWrites ifEnabled(AccompanyingWrites entry) {
    return (transaction, run) -> {
      KillSwitch.read(transaction, run.mode()).require(run.intent(), Optional.of(run.id()));
      return entry.read(transaction, run);
    };
  }

  private Run end(Run placed, TradePlan plan, Object answer, LeaseHold hold) {
    Map<String, Object> result = AlreadyRan.result(answer, environment.problems().all());
    if (plan.undone().isEverything()) {
      return tools.ledger().fail(hold.lease(), placed.id(), result);
    }
    return RunShortfall.isIn(placed)
        ? tools.ledger().expire(hold.lease(), placed.id(), result)
        : tools.ledger().finish(hold.lease(), placed.id(), result);
  }

  private void log(Run run) {
    activity.add(ACTIVITY, Outcome.Orders.of(run));
  }

  private void report(Undone undone) {
    if (undone.isPartial()) {
      // The message of a lost broker connection may arrive after the failures that it caused.
      environment.gateway().session().requireBroker("a part of the request cannot be done");
    }
    undone.report(environment.problems());
  }

  private void reportOpen(List<String> open) {
    if (!open.isEmpty()) {
      environment
          .problems()
          .add(
              Problem.Code.STILL_OPEN,
              "the run of "
                  + request.key().origin()
                  + " was done before and is not done again, and now "
                  + String.join("; ", open)
                  + ". Ask under another key to close it");
    }
  }

  private void reportShortfall(Run placed) {
    Problems problems = environment.problems();
    RunShortfall.report(placed, problems);
    if (placed.reachedNobody()) {
      problems.add(
          Problem.Code.NOTHING_SUCCEEDED,
          "the broker accepted none of the %d orders of this request. Solve the other problems,"
                  .formatted(placed.legs().size())
              + " and ask again");
    }
  }

  /** The answer of a run that was done before; empty if it was abandoned. */
  private Optional<Object> answer(RunStanding standing) {
    if (standing instanceof RunStanding.AlreadyRan done) {
      activity.add(ACTIVITY, Outcome.Orders.of(done.run(), AlreadyRan.STATUS));
      // A shortfall of that run persists: no invocation has sent its orders since.
      RunShortfall.report(done.run(), environment.problems());
      return Optional.of(AlreadyRan.of(done.run(), request.key()));
    }
    if (standing instanceof RunStanding.Running running) {
      throw new RunningException(running);
    }
    return Optional.empty();
  }
}
