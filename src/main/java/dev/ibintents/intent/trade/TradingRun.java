package dev.ibintents.intent.trade;

import dev.ibintents.environment.Environment;
import dev.ibintents.environment.KillSwitch;
import dev.ibintents.environment.Problem;
import dev.ibintents.environment.Problems;
import dev.ibintents.environment.ShuttingDownException;
import dev.ibintents.environment.TradingMode;
import dev.ibintents.ibapi.Deadline;
import dev.ibintents.intent.Activity;
import dev.ibintents.intent.Intent;
import dev.ibintents.intent.Outcome;
import dev.ibintents.intent.RunningException;
import dev.ibintents.intent.Signature;
import dev.ibintents.trading.books.Books;
import dev.ibintents.trading.ledger.AccompanyingWrites;
import dev.ibintents.trading.ledger.LeaseHold;
import dev.ibintents.trading.ledger.Run;
import dev.ibintents.trading.ledger.RunHeaders;
import dev.ibintents.trading.ledger.RunKey;
import dev.ibintents.trading.ledger.RunLedger;
import dev.ibintents.trading.ledger.RunPlan;
import dev.ibintents.trading.ledger.RunStanding;
import dev.ibintents.trading.run.RunPlacement;
import dev.ibintents.trading.run.RunShortfall;
import dev.ibintents.trading.run.UnsettledOrdersException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One run of orders through the ledger: its whole plan is written there before the first order
 * leaves, and then what becomes of each. A request of the same key finds it there.
 */
public final class TradingRun {
  /** Under which name the activity log has the run. */
  public static final String ACTIVITY = "run";

  private final String intent;
  private final Environment environment;
  private final Activity activity;
  private final RunKey key;
  private final String request;
  private final RunLedger ledger;
  private final Books books;

  private TradingRun(Intent intent, RunKey key, String request) {
    this.intent = intent.name();
    this.environment = intent.environment();
    this.activity = intent.activity();
    this.key = key;
    this.request = request;
    this.ledger = new RunLedger(environment.store(), environment.clock());
    this.books =
        new Books(environment.store(), environment.variables().tradingMode(), environment.clock());
  }

  /** The run that a request asks for. */
  public static TradingRun of(Intent intent, RunHeaders headers) {
    return new TradingRun(
        intent, key(intent, headers), Signature.canonical(intent.parameters().json()));
  }

  /** Names what a request asks for, so that a repetition of it is known. */
  public static RunKey key(Intent intent, RunHeaders headers) {
    Environment environment = intent.environment();
    TradingMode mode = environment.variables().tradingMode();
    return RunKey.of(
        mode,
        intent.name(),
        headers,
        Signature.of(
            environment.variables().revision(),
            intent.getClass().getSimpleName(),
            intent.parameters().json()),
        environment.configuration().retryCheckMinutes(),
        environment.clock().instant());
  }

  /** The run's id in the ledger, whether it is there or not. */
  String id() {
    return key.id();
  }

  /**
   * What this very run answered when it was done; empty if it is new. While it is under way, its
   * end is waited for. An abandoned run has no answer yet: recovery will give it one.
   *
   * @throws RunningException if it does not end while enough time is left for a run of this
   *     invocation
   */
  public Optional<Object> awaitEnd() {
    return awaitEnd(() -> {});
  }

  /**
   * Waits for the end of what is under way, and leaves to {@link #run} what was done before.
   *
   * @param ifNew is run if nobody has begun this run, and may refuse it
   * @throws RunningException if it does not end while enough time is left for a run of this
   *     invocation
   */
  void refuseIfRunning(Runnable ifNew) {
    Optional<RunStanding> found = found(ifNew);
    if (found.isPresent() && found.get() instanceof RunStanding.Running running) {
      throw new RunningException(running);
    }
  }

  /**
   * As {@link #awaitEnd()}.
   *
   * @param ifNew is run if nobody has begun this run, and may refuse it
   */
  public Optional<Object> awaitEnd(Runnable ifNew) {
    return found(ifNew).flatMap(this::answer);
  }

  private Optional<RunStanding> found(Runnable ifNew) {
    Deadline deadline = environment.deadline();
    Optional<RunStanding> found =
        ledger.awaitEnd(
            key, request, environment.clock().instant().plus(deadline.remaining()), this::pause);
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

  /** Whether another run is this one, begun by an earlier request. */
  boolean is(Run other) {
    return key.id().equals(other.id());
  }

  /**
   * Does the run, unless it was done before.
   *
   * @param hold the caller's, who has settled what others left open
   * @param proposing says what to do, and is asked only if the run is new
   * @return its answer
   * @throws dev.ibintents.environment.KillSwitchException if trading was disabled meanwhile; the
   *     run is not begun then
   * @throws UnsettledOrdersException if the broker does not say in time whether it has an order
   */
  public Object run(LeaseHold hold, Supplier<Proposal> proposing) {
    return run(hold, proposing, earlier -> List.of());
  }

  /**
   * Does the run, unless it was done before and nothing has come after it that it is to undo.
   *
   * @param openAgain what is open although a run of this key was done, in words; if there is
   *     anything, a key that means a run for a while only means a new one, and one that means it
   *     for ever does not, and that is reported
   */
  public Object run(
      LeaseHold hold, Supplier<Proposal> proposing, Function<Run, List<String>> openAgain) {
    RunKey begun = key;
    Optional<RunStanding> found = ledger.look(key, request);
    if (found.isPresent()) {
      List<String> open =
          found.get() instanceof RunStanding.AlreadyRan done
              ? openAgain.apply(done.run())
              : List.of();
      if (open.isEmpty() || key.isPermanent()) {
        report(open);
        Optional<Object> known = answer(found.get());
        if (known.isPresent()) {
          return known.get();
        }
      } else {
        begun = key.afresh();
      }
    }
    Proposal proposal = proposing.get();
    report(proposal);
    hold.requireValid("the run is not begun");
    RunStanding beginning =
        ledger.begin(
            begun,
            new RunPlan(request, proposal.exposures(), proposal.orders()),
            hold.lease(),
            ifEnabled(
                books.beginning(proposal.account(), proposal.crossed()).and(proposal.entry())));
    if (beginning instanceof RunStanding.Started started) {
      proposal.begun();
      return place(hold, started.run(), proposal);
    }
    return answer(beginning)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    beginning.run() + " was abandoned after everything had been recovered"));
  }

  /**
   * Lets the run begin only if trading is still enabled in that very transaction: the invocation
   * may have waited for minutes since it looked first.
   */
  private static AccompanyingWrites ifEnabled(AccompanyingWrites entry) {
    return (transaction, run) -> {
      KillSwitch.read(transaction, run.mode()).require(run.intent(), Optional.of(run.id()));
      return entry.read(transaction, run);
    };
  }

  /** Reports what a proposal leaves undone. */
  public void report(Proposal proposal) {
    if (proposal.leavesUndone()) {
      // The message that the broker is lost may have come after what followed from it.
      environment
          .gateway()
          .session()
          .requireBroker("not everything can be done that was asked for");
    }
    Problems problems = environment.problems();
    proposal.report(problems);
    if (proposal.cameToNothing()) {
      problems.add(
          Problem.Code.NOTHING_SUCCEEDED,
          "nothing of this request succeeded: every part of it was left as it is. Mend what the"
              + " other problems say, and ask again");
    }
  }

  private void report(List<String> open) {
    if (!open.isEmpty()) {
      environment
          .problems()
          .add(
              Problem.Code.STILL_OPEN,
              "the run of "
                  + key.origin()
                  + " was done before and is not done again, and now "
                  + String.join("; ", open)
                  + ". Ask under another key to close it");
    }
  }

  private Object place(LeaseHold hold, Run run, Proposal proposal) {
    log(run);
    Run placed = new RunPlacement(environment, ledger, books, intent).place(run, run.legs(), hold);
    log(placed);
    if (!placed.unsettled().isEmpty()) {
      throw new UnsettledOrdersException(placed, null);
    }
    Object answer = proposal.answer(placed.legs());
    RunShortfall.report(placed, environment.problems());
    if (placed.reachedNobody()) {
      environment
          .problems()
          .add(
              Problem.Code.NOTHING_SUCCEEDED,
              "none of the %d orders of this request was taken. Mend what the other problems say,"
                      .formatted(placed.legs().size())
                  + " and ask again");
    }
    log(end(hold, placed, proposal, AlreadyRan.result(answer, environment.problems().all())));
    return answer;
  }

  private Run end(LeaseHold hold, Run placed, Proposal proposal, Map<String, Object> result) {
    if (proposal.cameToNothing()) {
      return ledger.fail(hold.lease(), placed.id(), result);
    }
    return RunShortfall.isIn(placed)
        ? ledger.expire(hold.lease(), placed.id(), result)
        : ledger.finish(hold.lease(), placed.id(), result);
  }

  private void log(Run run) {
    activity.add(ACTIVITY, Outcome.Orders.of(run));
  }

  private Optional<Object> answer(RunStanding beginning) {
    if (beginning instanceof RunStanding.AlreadyRan done) {
      activity.add(ACTIVITY, Outcome.Orders.of(done.run(), AlreadyRan.STATUS));
      // It fell short then, and nobody has sent its orders since.
      RunShortfall.report(done.run(), environment.problems());
      return Optional.of(AlreadyRan.of(done.run(), key));
    }
    if (beginning instanceof RunStanding.Running running) {
      throw new RunningException(running);
    }
    return Optional.empty();
  }
}
