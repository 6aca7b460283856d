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
import dev.ibintents.trading.order.PlannedOrder;
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
 * The record of all trading runs: the documents {@code runs/{key}}. A document has the plan of its
 * run, and the states of its orders.
 *
 * <p>A run is written, with its whole plan, before its first order leaves. Each order is written as
 * sent before its first byte leaves. The document of a run that died therefore names every order
 * that can be at the broker.
 *
 * <p>Every write is a transaction that also reads the lease. Only the lease's holder may write;
 * others get {@link LeaseLostException}. An owner that was taken over therefore writes nothing any
 * more. All writes may be repeated, and change nothing the second time.
 *
 * <p>A signature means a new run when its last run is old enough. The same transaction then moves
 * the document of the last run to {@code runs/{key}-{token}}. The latest run is therefore always at
 * the one path that every beginning run must write, and the history is kept. Only a run that has
 * ended is moved.
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
   * The standing of a request's run, without waiting for the lease: {@link AlreadyRan}, {@link
   * Running} or {@link Abandoned}; empty if the request would begin a new run. It may change until
   * {@link #begin}, which alone decides.
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
   * Like {@link #look}, but waits while the run is under way, with the pauses of an invocation that
   * waits for the lease. A run whose owner is dead is {@link Abandoned} as soon as its lease has
   * lapsed.
   *
   * @param invocationEnds the deadline of the invocation that waits; it must have time for a run of
   *     its own afterwards
   * @param pause lets time pass between two readings
   * @return {@link Running} only if the run has not ended in that time
   */
  public Optional<RunStanding> awaitEnd(
      RunKey key, String request, Instant invocationEnds, Pause pause) {
    Waiting waiting = new Waiting(leases.clock(), invocationEnds);
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
    if (Leases.isHeldBy(held, run.token(), leases.clock().instant())) {
      requireSame(run, request);
      return held.map(lease -> new Running(run, lease.owner(), lease.expiresAt()));
    }
    // The run may have ended, and given its lease back, between the two readings. If it has not
    // ended by now, it never will: a token that is held no more is never held again.
    boolean stayed = read(run.id()).filter(run::equals).isPresent();
    return stayed ? Optional.of(new Abandoned(run)) : look(key, request);
  }

  /**
   * Begins a run: writes its plan, with a reference for each order, unless there is such a run. The
   * same transaction makes the accompanying writes: either the run has begun and all of them are
   * made, or nothing is written.
   *
   * @param key the run's key
   * @param plan the run's plan
   * @param lease the lease, held by the caller
   * @param accompanying the writes that go with the beginning
   * @throws LeaseLostException if the caller does not hold it
   * @throws RunKeyReusedException if the key belongs to another request
   */
  public RunStanding begin(RunKey key, RunPlan plan, Lease lease, AccompanyingWrites accompanying) {
    if (key.mode() != lease.mode()) {
      throw new IllegalArgumentException(key.mode() + " run " + key.id() + " under " + lease);
    }
    Run newRun = Run.begin(key, plan, lease, UUID.randomUUID().toString(), clock.instant());
    try {
      return store.runTransaction(
          transaction -> begin(transaction, key, newRun, lease, accompanying));
    } catch (DocumentExistsException e) {
      // Another call, perhaps an earlier attempt of this one, has created the document meanwhile.
      return store.runTransaction(
          transaction -> begin(transaction, key, newRun, lease, accompanying));
    }
  }

  private RunStanding begin(
      Transaction transaction,
      RunKey key,
      Run newRun,
      Lease lease,
      AccompanyingWrites accompanying) {
    Leases.requireHeld(transaction, lease).requireUnexpired(leases.clock().instant());
    String path = RunDocument.path(key.id());
    Optional<Document> document = transaction.get(path);
    if (document.isEmpty()) {
      AccompanyingWrites.Writes writes = accompanying.read(transaction, newRun);
      transaction.create(path, RunDocument.fields(newRun));
      writes.write(transaction);
      return new Started(newRun);
    }
    Run found = RunDocument.run(document.get());
    if (found.mark().equals(newRun.mark())) {
      return new Started(found); // the answer to an earlier commit was lost
    } else if (found.state() == RunState.RUNNING) {
      return underWay(found, newRun.request(), lease);
    } else if (isRepetition(found, key) || found.begunToken() == lease.token()) {
      return alreadyRan(found, newRun.request());
    }
    String history = path + "-" + Long.toString(found.begunToken(), Character.MAX_RADIX);
    AccompanyingWrites.Writes writes = accompanying.read(transaction, newRun);
    transaction.set(history, document.get().fields());
    transaction.set(path, RunDocument.fields(newRun));
    writes.write(transaction);
    return new Started(newRun);
  }

  /**
   * The standing of a run that has not ended. The caller holds the lease, so the owner of a run
   * under another lease is gone.
   */
  private static RunStanding underWay(Run found, String request, Lease lease) {
    if (found.token() != lease.token()) {
      return new Abandoned(found);
    }
    requireSame(found, request);
    return new Running(found, lease.owner(), lease.expiresAt());
  }

  /**
   * The runs of the lease's trading mode that have begun, have not ended, and are not this lease's.
   * Since the caller holds the lease, nobody works on them.
   */
  public List<Run> abandoned(Lease lease) {
    return store.query(running(lease.mode())).stream()
        .map(RunDocument::run)
        .filter(run -> run.token() != lease.token())
        .toList();
  }

  /** The query for the runs that have begun last, of both trading modes; the newest first. */
  public static Query newest(int most) {
    return Query.in(RunDocument.COLLECTION).newestBy(RunDocument.BEGUN_TOKEN, most);
  }

  /** The runs of a trading mode that have begun and not ended. */
  public static Query running(TradingMode mode) {
    // The index that every field has is enough for two equalities.
    return Query.in(RunDocument.COLLECTION)
        .whereEqualTo(RunDocument.MODE, mode.id())
        .whereEqualTo(RunDocument.STATE, RunState.RUNNING.id());
  }

  /**
   * Gives an abandoned run to the caller, which is to recover it.
   *
   * @return the run after the write; a run that has ended meanwhile is unchanged and needs no
   *     recovery
   * @throws LeaseLostException if the caller does not hold the lease
   */
  public Run takeOver(Lease lease, String id) {
    return change(lease, id, run -> ended(run) ? run : run.takenOver(lease));
  }

  /**
   * Writes new states of a run's orders, all of them or none.
   *
   * @param lease the lease under which the run was begun or taken over
   * @throws LeaseLostException if the run is not the caller's any more, or if an order is to be
   *     sent under an expired lease
   * @throws IllegalStateException if an order's state does not allow it; nothing was written
   */
  public Run record(Lease lease, String id, List<LegUpdate> updates) {
    Instant now = now();
    boolean sends = updates.stream().map(LegUpdate::state).anyMatch(LegState::precedesMessage);
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
        },
        AccompanyingWrites.NONE);
  }

  /**
   * Writes the end of an order that is being cancelled, and plans an order for its rest. A
   * repetition changes nothing.
   *
   * @param accompanying the writes that go with the new order
   */
  public Run replace(
      Lease lease, String id, LegUpdate end, PlannedOrder rest, AccompanyingWrites accompanying) {
    Instant now = now();
    return change(
        lease,
        id,
        false,
        run -> {
          requireOwner(run, lease);
          return run.replacing(end, rest, lease.token(), now);
        },
        accompanying);
  }

  /**
   * Ends a run whose orders are all settled. If the broker certainly has none of them, the run ends
   * as with {@link #fail}.
   *
   * @param result the run's answer, which its repetitions give too
   * @throws IllegalStateException if an order is not settled; the run stays as it is, and recovery
   *     finds it
   * @throws LeaseLostException if the run is not the caller's any more
   */
  public Run finish(Lease lease, String id, Map<String, ?> result) {
    return end(lease, id, RunState.FINISHED, result);
  }

  /**
   * Ends a run that has fallen short of its plan: see {@link RunShortfall}. It differs from {@link
   * #finish} in the state only.
   *
   * @param result the answer to its repetitions: which orders were not sent, or are in doubt
   */
  public Run expire(Lease lease, String id, Map<String, ?> result) {
    return end(lease, id, RunState.EXPIRED, result);
  }

  /**
   * Ends a run of which nothing succeeded. It differs from {@link #finish} in that the next request
   * of its key begins a new run.
   */
  public Run fail(Lease lease, String id, Map<String, ?> result) {
    return end(lease, id, RunState.FAILED, result);
  }

  private Run end(Lease lease, String id, RunState endState, Map<String, ?> result) {
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
          return run.ended(run.reachedNobody() ? RunState.FAILED : endState, now, answer);
        });
  }

  /** The run of this id, if there is one. */
  public Optional<Run> read(String id) {
    return store.get(RunDocument.path(id)).map(RunDocument::run);
  }

  private Run change(Lease lease, String id, UnaryOperator<Run> change) {
    return change(lease, id, false, change, AccompanyingWrites.NONE);
  }

  private Run change(
      Lease lease,
      String id,
      boolean sends,
      UnaryOperator<Run> change,
      AccompanyingWrites accompanying) {
    String path = RunDocument.path(id);
    return store.runTransaction(
        transaction -> {
          Lease held = Leases.requireHeld(transaction, lease);
          if (sends) {
            held.requireUnexpired(leases.clock().instant());
          }
          Run before =
              transaction
                  .get(path)
                  .map(RunDocument::run)
                  .orElseThrow(() -> new DocumentNotFoundException("there is no run " + path));
          Run after = change.apply(before);
          if (!after.equals(before)) {
            AccompanyingWrites.Writes writes = accompanying.read(transaction, after);
            transaction.set(path, RunDocument.fields(after));
            writes.write(transaction);
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

  /** The time in whole microseconds, the precision of documents. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
