package dev.ibintents.trading.ledger;

import dev.ibintents.environment.TradingMode;
import dev.ibintents.store.Document;
import dev.ibintents.store.DocumentExistsException;
import dev.ibintents.store.DocumentNotFoundException;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.Query;
import dev.ibintents.store.Transaction;
import dev.ibintents.trading.ledger.RunStanding.Abandoned;
import dev.ibintents.trading.ledger.RunStanding.AlreadyRan;
import dev.ibintents.trading.ledger.RunStanding.Running;
import dev.ibintents.trading.ledger.RunStanding.Started;
import dev.ibintents.trading.run.RunShortfall;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * What each trading run is to do and has done: the documents {@code runs/{key}}.
 *
 * <p>A run is written, with its whole plan, before its first order leaves; each order is written as
 * sent before its first byte leaves. So whoever finds the document of a run that died knows every
 * order that can be at the broker, and by what name to ask for it.
 *
 * <p>Every write is a transaction that also reads the lease, and is refused with {@link
 * LeaseLostException} to all but its holder: an owner that was taken over writes nothing any more.
 * All writes may be repeated, and change nothing the second time.
 *
 * <p>A signature means a new run when its last one is old enough. That one's document is then
 * moved, in the same transaction, to {@code runs/{key}-{token}}: so the latest is always at the one
 * path on which all who begin must meet, and history is kept. Only a run that has ended is moved.
 */
public final class RunLedger {
  private final DocumentStore store;
  private final Leases leases;
  private final Clock clock;

  /**
   * @param store the documents
   * @param clock tells the time
   */
  public RunLedger(DocumentStore store, Clock clock) {
    this.store = store;
    this.leases = new Leases(store, clock);
    this.clock = clock;
  }

  /**
   * What a request would find, without waiting for the lease: {@link AlreadyRan}, {@link Running}
   * or {@link Abandoned}; empty if it would be a new run. Only {@link #begin} decides.
   *
   * @param request as in {@link RunPlan}
   * @throws RunKeyReusedException if the key belongs to another request
   */
  public Optional<RunStanding> look(RunKey key, String request) {
    Optional<Run> found = read(key.id());
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Run run = found.get();
    if (run.state() == RunState.RUNNING) {
      return lookAtRunning(run, key, request);
    }
    return isRepetition(run, key) ? Optional.of(alreadyRan(run, request)) : Optional.empty();
  }

  /**
   * As {@link #look}; while the run is under way, waits for its end as the lease's waiters do. A
   * run whose owner is dead is {@link Abandoned} as soon as its lease has lapsed.
   *
   * @param invocationEnds the deadline of the invocation that waits, which must have time for a run
   *     of its own afterwards
   * @param pause lets time pass between two readings
   * @return {@link Running} only if the run has not ended in that time
   */
  public Optional<RunStanding> awaitEnd(
      RunKey key, String request, Instant invocationEnds, Pause pause) {
    Waiting waiting = new Waiting(clock, invocationEnds);
    while (true) {
      Optional<RunStanding> found = look(key, request);
      if (found.filter(Running.class::isInstance).isEmpty() || !waiting.lastsLonger()) {
        return found;
      }
      try {
        waiting.pause(pause);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return found;
      }
    }
  }

  private Optional<RunStanding> lookAtRunning(Run run, RunKey key, String request) {
    Optional<Lease> held = leases.current(key.mode());
    if (Leases.isHeldBy(held, run.token(), clock.instant())) {
      requireSame(run, request);
      return held.map(lease -> new Running(run, lease.owner(), lease.expiresAt()));
    }
    // It may have ended, and given its lease back, between the two readings. If it has not by now,
    // it never will: a token that is held no more is never held again.
    boolean stayed = read(run.id()).filter(run::equals).isPresent();
    return stayed ? Optional.of(new Abandoned(run)) : look(key, request);
  }

  /**
   * Begins a run: writes its plan, with a reference for each order, unless there is such a run. It
   * books what goes with the beginning in the same transaction: either the run has begun and all of
   * it is booked, or nothing is.
   *
   * @param key names the run
   * @param plan all that it is to do
   * @param lease held by the caller
   * @param entry what goes with the beginning
   * @throws LeaseLostException if the caller does not hold it
   * @throws RunKeyReusedException if the key belongs to another request
   */
  public RunStanding begin(RunKey key, RunPlan plan, Lease lease, AccompanyingWrites entry) {
    if (key.mode() != lease.mode()) {
      throw new IllegalArgumentException(key.mode() + " run " + key.id() + " under " + lease);
    }
    Run fresh = Run.begin(key, plan, lease, UUID.randomUUID().toString(), clock.instant());
    try {
      return store.runTransaction(transaction -> begin(transaction, key, fresh, lease, entry));
    } catch (DocumentExistsException e) {
      // Somebody, perhaps an earlier attempt of this very call, was faster; now it can be seen.
      return store.runTransaction(transaction -> begin(transaction, key, fresh, lease, entry));
    }
  }

  private RunStanding begin(
      Transaction transaction, RunKey key, Run fresh, Lease lease, AccompanyingWrites entry) {
    Leases.requireHeld(transaction, lease).requireUnexpired(clock.instant());
    String path = RunDocument.path(key.id());
    Optional<Document> document = transaction.get(path);
    if (document.isEmpty()) {
      AccompanyingWrites.Writes writes = entry.read(transaction, fresh);
      transaction.create(path, RunDocument.fields(fresh));
      writes.write(transaction);
      return new Started(fresh);
    }
    Run found = RunDocument.run(document.get());
    if (found.mark().equals(fresh.mark())) {
      return new Started(found); // the answer to an earlier commit was lost
    } else if (found.state() == RunState.RUNNING) {
      return underWay(found, fresh.request(), lease);
    } else if (isRepetition(found, key) || found.begunToken() == lease.token()) {
      return alreadyRan(found, fresh.request());
    }
    String history = path + "-" + Long.toString(found.begunToken(), Character.MAX_RADIX);
    AccompanyingWrites.Writes writes = entry.read(transaction, fresh);
    transaction.set(history, document.get().fields());
    transaction.set(path, RunDocument.fields(fresh));
    writes.write(transaction);
    return new Started(fresh);
  }

  /** The caller holds the lease, so whoever runs under another one is gone. */
  private static RunStanding underWay(Run found, String request, Lease lease) {
    if (found.token() != lease.token()) {
      return new Abandoned(found);
    }
    requireSame(found, request);
    return new Running(found, lease.owner(), lease.expiresAt());
  }

  /**
   * The runs of the lease's trading mode that somebody began and did not end. Since the caller
   * holds the lease, nobody works on them.
   */
  public List<Run> abandoned(Lease lease) {
    return store.query(running(lease.mode())).stream()
        .map(RunDocument::run)
        .filter(run -> run.token() != lease.token())
        .toList();
  }

  /** The runs of a trading mode that have begun and not ended. */
  public static Query running(TradingMode mode) {
    // Two equalities are answered from the indexes that every field has.
    return Query.in(RunDocument.COLLECTION)
        .whereEqualTo(RunDocument.MODE, mode.id())
        .whereEqualTo(RunDocument.STATE, RunState.RUNNING.id());
  }

  /**
   * An order as the ledger has it, whichever run it belongs to.
   *
   * @param path of the run's document
   * @param run the run, which may have ended long ago
   * @param leg the order
   */
  public record Entry(String path, Run run, Leg leg) {
    /** Whether it says that there is no such order at the broker. */
    public boolean deniesOrder() {
      return leg.state().isTerminal() && leg.state() != LegState.DONE;
    }

    /**
     * Writes that the broker has the order after all. This is no work on the run, and so needs no
     * lease: it is true whoever writes it, and stays true. The run's result stays what it answered.
     */
    public void correct(
        Transaction transaction, int orderId, long permId, String message, Instant now) {
      LegUpdate proof =
          new LegUpdate(leg.orderRef(), LegState.ACKNOWLEDGED, orderId, permId, message);
      transaction.set(path, RunDocument.fields(run.with(List.of(proof), run.token(), now)));
    }
  }

  /** The order of this reference, if the ledger has it. */
  public static Optional<Entry> entry(Transaction transaction, TradingMode mode, String orderRef) {
    Optional<Long> token = RunKey.tokenOf(orderRef);
    if (token.isEmpty()) {
      return Optional.empty();
    }
    Query begun =
        Query.in(RunDocument.COLLECTION)
            .whereEqualTo(RunDocument.MODE, mode.id())
            .whereEqualTo(RunDocument.BEGUN_TOKEN, token.get());
    return transaction.query(begun).stream()
        .flatMap(document -> entry(document, orderRef).stream())
        .findFirst();
  }

  private static Optional<Entry> entry(Document document, String orderRef) {
    Run run = RunDocument.run(document);
    return run.leg(orderRef).map(leg -> new Entry(document.path(), run, leg));
  }

  /**
   * Makes an abandoned run the caller's, to recover it.
   *
   * @return the run as it is then; if it has ended meanwhile, it is nobody's to recover
   * @throws LeaseLostException if the caller does not hold the lease
   */
  public Run takeOver(Lease lease, String id) {
    return change(lease, id, run -> ended(run) ? run : run.takenOver(lease));
  }

  /**
   * Writes what has become of a run's orders, all or nothing.
   *
   * @param lease under which the run was begun or taken over
   * @throws LeaseLostException if the run is not the caller's any more, or if an order is to be
   *     sent under an expired lease
   * @throws IllegalStateException if an order's state does not allow it; nothing was written
   */
  public Run record(Lease lease, String id, List<LegUpdate> updates) {
    Instant now = now();
    boolean sends = updates.stream().anyMatch(update -> update.state() == LegState.SENT);
    return change(
        lease,
        id,
        sends,
        run -> {
          requireOwner(run, lease);
          if (ended(run)) {
            throw new IllegalStateException(run + " has ended; nothing was written");
          }
          return run.with(updates, lease.token(), now);
        });
  }

  /**
   * Ends a run whose orders are all settled; if the broker certainly has none of them, as {@link
   * #fail} does.
   *
   * @param result what it answers, and what its repetitions answer
   * @throws IllegalStateException if an order is not settled: the run is to stay as it is, so that
   *     recovery finds it
   * @throws LeaseLostException if the run is not the caller's any more
   */
  public Run finish(Lease lease, String id, Map<String, ?> result) {
    return end(lease, id, RunState.FINISHED, result);
  }

  /**
   * Ends a run that has fallen short of its plan: see {@link RunShortfall}. As {@link #finish}, but
   * for the state.
   *
   * @param result what its repetitions answer: which orders were not sent, or are in doubt
   */
  public Run expire(Lease lease, String id, Map<String, ?> result) {
    return end(lease, id, RunState.EXPIRED, result);
  }

  /**
   * Ends a run of which nothing succeeded. As {@link #finish}, but the next request of its key
   * begins a new run.
   */
  public Run fail(Lease lease, String id, Map<String, ?> result) {
    return end(lease, id, RunState.FAILED, result);
  }

  private Run end(Lease lease, String id, RunState how, Map<String, ?> result) {
    Instant now = now();
    Map<String, Object> answer = new Document(RunDocument.path(id), new HashMap<>(result)).fields();
    return change(
        lease,
        id,
        run -> {
          requireOwner(run, lease);
          if (ended(run)) {
            return run;
          }
          requireSettled(run);
          return run.ended(run.reachedNobody() ? RunState.FAILED : how, now, answer);
        });
  }

  /** The run of this id, if there is one. */
  public Optional<Run> read(String id) {
    return store.get(RunDocument.path(id)).map(RunDocument::run);
  }

  private Run change(Lease lease, String id, UnaryOperator<Run> change) {
    return change(lease, id, false, change);
  }

  private Run change(Lease lease, String id, boolean sends, UnaryOperator<Run> change) {
    String path = RunDocument.path(id);
    return store.runTransaction(
        transaction -> {
          Lease held = Leases.requireHeld(transaction, lease);
          if (sends) {
            held.requireUnexpired(clock.instant());
          }
          Run before =
              transaction
                  .get(path)
                  .map(RunDocument::run)
                  .orElseThrow(() -> new DocumentNotFoundException("there is no run " + path));
          Run after = change.apply(before);
          if (!after.equals(before)) {
            transaction.set(path, RunDocument.fields(after));
          }
          return after;
        });
  }

  private static void requireOwner(Run run, Lease lease) {
    if (run.token() != lease.token()) {
      throw new LeaseLostException(
          run + " belongs to " + run.owner() + " (token " + run.token() + "), not to " + lease);
    }
  }

  private static void requireSettled(Run run) {
    if (!run.unsettled().isEmpty()) {
      throw new IllegalStateException(
          run
              + " cannot end, as nobody knows yet what became of "
              + run.unsettled().stream().map(Leg::toString).collect(Collectors.joining(", ")));
    }
  }

  private static AlreadyRan alreadyRan(Run run, String request) {
    requireSame(run, request);
    return new AlreadyRan(run);
  }

  private static void requireSame(Run run, String request) {
    if (!run.request().equals(request)) {
      throw new RunKeyReusedException(run, request);
    }
  }

  private boolean isRepetition(Run run, RunKey key) {
    if (run.state() == RunState.FAILED) {
      return false;
    }
    Instant now = clock.instant();
    return key.repeatsWithin().map(within -> now.isBefore(run.begunAt().plus(within))).orElse(true);
  }

  private static boolean ended(Run run) {
    return run.state() != RunState.RUNNING;
  }

  /** The time, as documents keep it. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
