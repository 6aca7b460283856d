package dev.ibintents.intent;

import dev.ibintents.environment.Environment;
import dev.ibintents.environment.TradingMode;
import dev.ibintents.trading.Beginning;
import dev.ibintents.trading.Books;
import dev.ibintents.trading.Lease;
import dev.ibintents.trading.Leases;
import dev.ibintents.trading.Run;
import dev.ibintents.trading.RunHeaders;
import dev.ibintents.trading.RunKey;
import dev.ibintents.trading.RunLedger;
import dev.ibintents.trading.RunPlacement;
import dev.ibintents.trading.RunPlan;
import dev.ibintents.trading.RunRecovery;
import dev.ibintents.trading.UnsettledOrdersException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An intent that places orders, each of them exactly once however often it is asked for.
 *
 * <p>It holds the account's lease while it works, settles what earlier runs left open, writes its
 * whole plan into the ledger before the first order leaves, and then records what becomes of each.
 * Whatever breaks off in between is found there by the next run.
 */
abstract class TradingIntent extends Intent {
  private static final Logger logger = LoggerFactory.getLogger(TradingIntent.class);

  private final RunKey key;
  private final String request;
  private final Leases leases;
  private final RunLedger ledger;
  private final Books books;

  /**
   * The answer to a repetition of a run that was done before.
   *
   * @param status {@code already-ran}
   * @param run the run's id in the ledger
   * @param endedAt when it was done
   * @param result what it answered then
   */
  record AlreadyRan(String status, String run, Instant endedAt, Map<String, Object> result) {
    static AlreadyRan of(Run run) {
      return new AlreadyRan(
          "already-ran", run.id(), run.endedAt().orElse(run.begunAt()), run.result());
    }
  }

  TradingIntent(Environment environment, Parameters parameters, RunHeaders headers) {
    super(environment, parameters);
    TradingMode mode = environment.variables().tradingMode();
    this.request = Signature.canonical(parameters.json());
    this.key =
        RunKey.of(
            mode,
            name(),
            headers,
            Signature.of(
                environment.variables().revision(), getClass().getSimpleName(), parameters.json()),
            environment.configuration().retryCheckMinutes(),
            environment.clock().instant());
    this.leases = new Leases(environment.store(), environment.clock());
    this.ledger = new RunLedger(environment.store(), environment.clock());
    this.books = new Books(environment.store(), mode, environment.clock());
  }

  /** Whether to show what would be done, and change nothing anywhere. */
  protected final boolean isDryRun() {
    return parameters().flag(DRY_RUN);
  }

  /** The parameter that every trading intent takes. */
  static final String DRY_RUN = "dryRun";

  /** The parameter of those whose orders a request may change. */
  static final String ORDER_PROPERTIES = "orderProperties";

  /**
   * Does what has to be done before there is anything to propose, while the account is this
   * invocation's alone; not in a dry run. A run that breaks off here does it again the next time.
   */
  protected void prepare() {}

  /** What to do. Asks the gateway and the store, and changes neither. */
  protected abstract Proposal propose();

  /** The account's books. */
  protected final Books books() {
    return books;
  }

  @Override
  protected final Optional<Object> answerWithoutGateway() {
    Optional<Object> nothing = nothingToDo();
    return isDryRun() || nothing.isPresent()
        ? nothing
        : ledger.look(key, request).flatMap(this::answer);
  }

  /** The answer if it is clear from the configuration alone that there is nothing to do. */
  protected Optional<Object> nothingToDo() {
    return Optional.empty();
  }

  /** An abandoned run has no answer yet; recovery will give it one. */
  private Optional<Object> answer(Beginning beginning) {
    if (beginning instanceof Beginning.AlreadyRan done) {
      return Optional.of(AlreadyRan.of(done.run()));
    }
    if (beginning instanceof Beginning.Running running) {
      throw new RunningException(running);
    }
    return Optional.empty();
  }

  @Override
  protected final Object core() {
    if (isDryRun()) {
      return propose().answer(List.of());
    }
    Lease lease =
        leases.acquire(
            environment().variables().tradingMode(),
            environment().invocation(),
            environment().clock().instant().plus(environment().deadline().remaining()),
            environment().deadline()::pause);
    try {
      return run(lease);
    } finally {
      release(lease);
    }
  }

  private Object run(Lease lease) {
    RunPlacement placement = new RunPlacement(environment(), ledger, books);
    new RunRecovery(environment(), ledger, books, placement).recover(lease);
    Optional<Object> known = ledger.look(key, request).flatMap(this::answer);
    if (known.isPresent()) {
      return known.get();
    }
    prepare();
    Proposal proposal = propose();
    Beginning beginning =
        ledger.begin(
            key,
            new RunPlan(request, proposal.orders()),
            lease,
            books.beginning(proposal.account(), proposal.crossed()));
    if (beginning instanceof Beginning.Started started) {
      Run placed = placement.place(started.run(), started.run().legs(), lease);
      if (!placed.unsettled().isEmpty()) {
        throw new UnsettledOrdersException(placed, null);
      }
      Object answer = proposal.answer(placed.legs());
      ledger.finish(lease, placed.id(), AnswerJson.fields(answer));
      return answer;
    }
    return answer(beginning)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    beginning.run() + " was abandoned after everything had been recovered"));
  }

  /** What was done is done; a lease that is not given back runs out by itself. */
  private void release(Lease lease) {
    try {
      leases.release(lease);
    } catch (RuntimeException e) {
      logger.error("{} could not be given back", lease, e);
    }
  }
}
