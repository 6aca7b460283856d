package dev.ibintents.trading;

import dev.ibintents.environment.TradingMode;
import dev.ibintents.store.Document;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.StoreUnavailableException;
import dev.ibintents.store.Transaction;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * One trading run per trading mode at a time: the documents {@code leases/{mode}}.
 *
 * <p>A lease outlasts the deadline of the invocation that takes it, so it is never renewed. The
 * document stays when a lease is released, as its token must grow; and so that tokens grow even if
 * somebody deletes it, a token is at least the time in seconds.
 *
 * <p>Clocks: those of two instances are assumed to differ by at most {@link #MAX_CLOCK_SKEW}. The
 * owner sends nothing from the expiry on by its own clock, and others wait for so much longer by
 * theirs. Should clocks differ by more, the ledger is still safe, as every write to it checks the
 * token in the store; only the broker cannot check it, and there the owner's deadline, which is
 * kept on a clock that nobody sets and ends {@link #GRACE} before the lease, is the second guard.
 */
public final class Leases {
  /** By how much the clocks of two instances may differ. */
  public static final Duration MAX_CLOCK_SKEW = Duration.ofSeconds(5);

  /** How much longer a lease lasts than the invocation that takes it. */
  public static final Duration GRACE = Duration.ofSeconds(30);

  private static final Duration WORK = Duration.ofSeconds(60);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);

  private static final String TOKEN = "token";
  private static final String OWNER = "owner";
  private static final String MARK = "mark";
  private static final String ACQUIRED_AT = "acquiredAt";
  private static final String EXPIRES_AT = "expiresAt";
  private static final String RELEASED_AT = "releasedAt";
  private static final String QUIET_SINCE = "quietSince";

  private final DocumentStore store;
  private final Clock clock;

  /**
   * @param store the documents
   * @param clock tells the time
   */
  public Leases(DocumentStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * Takes the lease on an account; while another holds it, waits as long as enough time is left for
   * the run itself: a minute, or half of the time there is if that is less.
   *
   * <p>A store that fails meanwhile is asked again until then, because a lost answer may have been
   * a yes, and only asking tells.
   *
   * @param owner names the invocation in messages to others
   * @param invocationEnds the invocation's deadline; the lease lasts {@link #GRACE} longer
   * @param pause lets time pass between two attempts
   * @throws LeaseHeldException if another still holds it then
   * @throws StoreUnavailableException if the store does not answer until then
   */
  public Lease acquire(TradingMode mode, String owner, Instant invocationEnds, Pause pause) {
    String mark = UUID.randomUUID().toString();
    Instant expiresAt = invocationEnds.plus(GRACE).truncatedTo(ChronoUnit.MICROS);
    Lease wanted = new Lease(mode, owner, mark, 0, expiresAt, expiresAt);
    Instant patience = patienceEnds(invocationEnds);
    for (Duration step = FIRST_PAUSE; ; step = longer(step)) {
      Attempt attempt = attempt(wanted);
      if (attempt.isMine(mark)) {
        return attempt.lease();
      }
      Duration left = Duration.between(clock.instant(), patience);
      if (left.isNegative() || left.isZero()) {
        throw attempt.failure();
      }
      letPass(min(withJitter(step), left), pause, attempt);
    }
  }

  /**
   * Gives the lease back, so that the next need not wait for its expiry. Harmless when repeated,
   * and for one who does not hold it any more.
   *
   * @return whether it was this lease's to give
   */
  public boolean release(Lease lease) {
    Instant now = clock.instant();
    String path = path(lease.mode());
    return store.runTransaction(
        transaction -> {
          Optional<Document> document = transaction.get(path);
          boolean mine =
              document.map(Leases::read).filter(found -> isSame(found, lease)).isPresent();
          if (mine && !document.get().has(RELEASED_AT)) {
            transaction.update(path, Map.of(RELEASED_AT, now));
          }
          return mine;
        });
  }

  /** The lease that is held on an account, expired or not; empty if it is free. */
  public Optional<Lease> current(TradingMode mode) {
    return store.get(path(mode)).filter(Leases::isHeld).map(Leases::read);
  }

  /**
   * Refuses what cannot be done while another has the account, without waiting for it.
   *
   * @param why what stands in the way because of it
   * @param cause what has shown that
   * @throws LeaseHeldException if another holds the lease
   */
  public void requireFree(TradingMode mode, String why, Throwable cause) {
    Instant now = clock.instant();
    Optional<Lease> held = current(mode).filter(lease -> !lease.mayBeTaken(now));
    if (held.isPresent()) {
      throw new LeaseHeldException(held.get(), why, cause);
    }
  }

  /**
   * Makes a transaction one that only the lease's owner can commit.
   *
   * @throws LeaseLostException if another has taken over, or it was released
   */
  static void requireHeld(Transaction transaction, Lease lease) {
    requireHeld(transaction.get(path(lease.mode())), lease);
  }

  private static void requireHeld(Optional<Document> document, Lease lease) {
    if (document.filter(Leases::isHeld).map(Leases::read).filter(l -> isSame(l, lease)).isEmpty()) {
      throw new LeaseLostException(
          lease
              + " is not held any more; now there is "
              + document.map(Leases::describe).orElse("none")
              + "; nothing was written, and nothing more may be sent");
    }
  }

  /**
   * Refuses to go on without the lease: it must be this owner's in the store, and not have expired.
   *
   * @throws LeaseLostException if another has taken over, if it was released, or has expired
   */
  void requireValid(Lease lease) {
    requireHeld(store.get(path(lease.mode())), lease);
    lease.requireUnexpired(clock.instant());
  }

  /** Whether the run that has this token may still be at work. */
  static boolean isHeldBy(Optional<Lease> current, long token, Instant now) {
    return current.filter(held -> held.token() == token && !held.mayBeTaken(now)).isPresent();
  }

  private Instant patienceEnds(Instant invocationEnds) {
    Instant now = clock.instant();
    Duration all = Duration.between(now, invocationEnds);
    return invocationEnds.minus(min(WORK, all.dividedBy(2)));
  }

  /** What came of one attempt: a lease, this owner's or another's, or a store that failed. */
  private record Attempt(Lease lease, StoreUnavailableException unavailable) {
    boolean isMine(String mark) {
      return lease != null && lease.mark().equals(mark);
    }

    RuntimeException failure() {
      return unavailable != null
          ? unavailable
          : new LeaseHeldException(lease, "waiting longer would leave no time to trade", null);
    }
  }

  private Attempt attempt(Lease wanted) {
    try {
      Optional<Lease> held = current(wanted.mode()).filter(lease -> keepsOut(lease, wanted));
      return new Attempt(held.isPresent() ? held.get() : take(wanted), null);
    } catch (StoreUnavailableException e) {
      return new Attempt(null, e);
    }
  }

  private boolean keepsOut(Lease held, Lease wanted) {
    return !held.mark().equals(wanted.mark()) && !held.mayBeTaken(clock.instant());
  }

  private Lease take(Lease wanted) {
    String path = path(wanted.mode());
    return store.runTransaction(
        transaction -> {
          Optional<Document> document = transaction.get(path);
          Optional<Lease> held = document.filter(Leases::isHeld).map(Leases::read);
          if (held.isPresent() && keepsOut(held.get(), wanted)) {
            return held.get();
          } else if (held.isPresent() && held.get().mark().equals(wanted.mark())) {
            return held.get(); // the answer to an earlier commit was lost
          }
          Instant now = clock.instant();
          Lease taken = following(document, wanted, now);
          transaction.set(path, fields(taken, now));
          return taken;
        });
  }

  private static Lease following(Optional<Document> document, Lease wanted, Instant now) {
    long last = document.map(Leases::read).map(Lease::token).orElse(0L);
    Instant quietSince = document.map(Leases::endOf).orElse(now).truncatedTo(ChronoUnit.MICROS);
    return new Lease(
        wanted.mode(),
        wanted.owner(),
        wanted.mark(),
        Math.max(last + 1, now.getEpochSecond()),
        wanted.expiresAt(),
        quietSince);
  }

  private static Instant endOf(Document document) {
    return document.findInstant(RELEASED_AT).orElseGet(() -> document.instant(EXPIRES_AT));
  }

  private static void letPass(Duration time, Pause pause, Attempt attempt) {
    try {
      pause.pause(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw attempt.unavailable() != null
          ? attempt.unavailable()
          : new LeaseHeldException(attempt.lease(), "interrupted while waiting for it", e);
    }
  }

  private static Map<String, Object> fields(Lease lease, Instant acquiredAt) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put(TOKEN, lease.token());
    fields.put(OWNER, lease.owner());
    fields.put(MARK, lease.mark());
    fields.put(ACQUIRED_AT, acquiredAt);
    fields.put(EXPIRES_AT, lease.expiresAt());
    fields.put(QUIET_SINCE, lease.quietSince());
    fields.put(RELEASED_AT, null);
    return fields;
  }

  private static Lease read(Document document) {
    return new Lease(
        modeOf(document),
        document.string(OWNER),
        document.string(MARK),
        document.integer(TOKEN),
        document.instant(EXPIRES_AT),
        document.instant(QUIET_SINCE));
  }

  private static TradingMode modeOf(Document document) {
    return document.id().equals(TradingMode.LIVE.id()) ? TradingMode.LIVE : TradingMode.PAPER;
  }

  private static boolean isHeld(Document document) {
    return !document.has(RELEASED_AT);
  }

  private static boolean isSame(Lease found, Lease lease) {
    return found.token() == lease.token() && found.mark().equals(lease.mark());
  }

  private static String describe(Document document) {
    return read(document) + (isHeld(document) ? "" : ", released");
  }

  private static String path(TradingMode mode) {
    return "leases/" + mode.id();
  }

  private static Duration longer(Duration step) {
    return min(step.multipliedBy(2), LONGEST_PAUSE);
  }

  /** Between half of it and all of it, so that those who wait together do not come together. */
  private static Duration withJitter(Duration step) {
    return Duration.ofMillis(
        ThreadLocalRandom.current().nextLong(step.toMillis() / 2, step.toMillis() + 1));
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
