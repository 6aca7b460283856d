package dev.ibintents.intent;

import dev.ibintents.environment.Environment;
import dev.ibintents.environment.Problem;
import dev.ibintents.environment.TradingMode;
import dev.ibintents.trading.Beginning;
import dev.ibintents.trading.Books;
import dev.ibintents.trading.Lease;
import dev.ibintents.trading.Run;
import dev.ibintents.trading.RunHeaders;
import dev.ibintents.trading.RunKey;
import dev.ibintents.trading.RunLedger;
import dev.ibintents.trading.RunPlacement;
import dev.ibintents.trading.RunPlan;
import dev.ibintents.trading.UnsettledOrdersException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One run of orders through the ledger: its whole plan is written there before the first order
 * leaves, and then what becomes of each. A request of the same key finds it there.
 */
final class TradingRun {
  /** Under which name the activity log has the run. */
  static final String ACTIVITY = "run";

  private final Environment environment;
  private final Activity activity;
  private final RunKey key;
  private final String request;
  private final RunLedger ledger;
  private final Books books;

  /**
   * The answer to a repetition of a run that was done before.
   *
   * @param status {@code already-ran}
   * @param run the run's id in the ledger
   * @param endedAt when it was done
   * @param result what it answered then; of a run that broke off and was recovered, {@code status}
   *     recovered, and what became of each of its {@code orders}
   */
  record AlreadyRan(String status, String run, Instant endedAt, Map<String, Object> result) {
    private static final String STATUS = "already-ran";

    static AlreadyRan of(Run run) {
      return new AlreadyRan(STATUS, run.id(), run.endedAt().orElse(run.begunAt()), run.result());
    }
  }

  private TradingRun(Environment environment, Activity activity, RunKey key, String request) {
    this.environment = environment;
    this.activity = activity;
    this.key = key;
    this.request = request;
    this.ledger = new RunLedger(environment.store(), environment.clock());
    this.books =
        new Books(environment.store(), environment.variables().tradingMode(), environment.clock());
  }

  /** The run that a request asks for. */
  static TradingRun of(Intent intent, RunHeaders headers) {
    return new TradingRun(
        intent.environment(),
        intent.activity(),
        key(intent, headers),
        Signature.canonical(intent.parameters().json()));
  }

  /** Names what a request asks for, so that a repetition of it is known. */
  static RunKey key(Intent intent, RunHeaders headers) {
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
   * What this very run answered when it was done; empty if it is new. An abandoned run has no
   * answer yet: recovery will give it one.
   *
   * @throws RunningException if it is under way
   */
  Optional<Object> look() {
    return look(() -> {});
  }

  /**
   * As {@link #look()}.
   *
   * @param ifNew is run if nobody has begun this run, and may refuse it
   */
  Optional<Object> look(Runnable ifNew) {
    Optional<Beginning> found = ledger.look(key, request);
    if (found.isEmpty()) {
      ifNew.run();
    }
    return found.flatMap(this::answer);
  }

  /**
   * Does the run, unless it was done before.
   *
   * @param lease held by the caller, who has settled what others left open
   * @param proposing says what to do, and is asked only if the run is new
   * @return its answer
   * @throws UnsettledOrdersException if the broker does not say in time whether it has an order
   */
  Object run(Lease lease, Supplier<Proposal> proposing) {
    Optional<Object> known = look();
    if (known.isPresent()) {
      return known.get();
    }
    Proposal proposal = proposing.get();
    Beginning beginning =
        ledger.begin(
            key,
            new RunPlan(request, proposal.orders()),
            lease,
            books.beginning(proposal.account(), proposal.crossed()).and(proposal.entry()));
    if (beginning instanceof Beginning.Started started) {
      proposal.begun();
      return place(lease, started.run(), proposal);
    }
    return answer(beginning)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    beginning.run() + " was abandoned after everything had been recovered"));
  }

  private Object place(Lease lease, Run run, Proposal proposal) {
    log(run);
    Run placed = new RunPlacement(environment, ledger, books).place(run, run.legs(), lease);
    log(placed);
    if (!placed.unsettled().isEmpty()) {
      throw new UnsettledOrdersException(placed, null);
    }
    Object answer = proposal.answer(placed.legs());
    log(ledger.finish(lease, placed.id(), result(answer)));
    return answer;
  }

  /** What repetitions answer: the answer, and what did not go as it was meant to. */
  private Map<String, Object> result(Object answer) {
    Map<String, Object> result = new LinkedHashMap<>(AnswerJson.fields(answer));
    List<Problem> problems = environment.problems().all();
    if (!problems.isEmpty()) {
      result.put("problems", problems.stream().map(AnswerJson::fields).toList());
    }
    return result;
  }

  private void log(Run run) {
    activity.add(ACTIVITY, Outcome.Orders.of(run));
  }

  private Optional<Object> answer(Beginning beginning) {
    if (beginning instanceof Beginning.AlreadyRan done) {
      activity.add(ACTIVITY, Outcome.Orders.of(done.run(), AlreadyRan.STATUS));
      return Optional.of(AlreadyRan.of(done.run()));
    }
    if (beginning instanceof Beginning.Running running) {
      throw new RunningException(running);
    }
    return Optional.empty();
  }
}
