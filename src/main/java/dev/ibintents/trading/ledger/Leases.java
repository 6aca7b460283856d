package dev.ibintents.trading.ledger;

import dev.ibintents.environment.TradingMode;
import dev.ibintents.store.Document;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.RecordFields;
import dev.ibintents.store.StoreUnavailableException;
import dev.ibintents.store.Transaction;
import dev.ibintents.trading.run.RecoveryDecision;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One trading run per trading mode at a time: the documents {@code leases/{mode}}.
 *
 * <p>A lease lasts {@link #LENGTH} from its last renewal, and {@link LeaseHold} renews it while the
 * invocation lives: so the lease of a dead owner lapses soon. It is never renewed beyond {@link
 * #GRACE} after the invocation's deadline. The document stays when a lease is released, as its
 * token must grow. So that tokens grow even if somebody deletes it, a token is at least the time in
 * seconds.
 *
 * <p><b>Clocks that differ.</b> An owner sends nothing from the expiry on by its own clock. Others
 * take the lease {@link #MAX_CLOCK_SKEW} after the expiry by theirs. Two clocks that differ by no
 * more never show two holders at one time. If they differ by more, a lease may be taken whose owner
 * still believes in it, until its next renewal, {@link LeaseHold#RENEWAL} later at most, finds the
 * new token. Even so the ledger is safe: each write to it reads the token in its transaction, and
 * an order is written there before it is sent. If the owner's clock is set back, the monotonic
 * clock ends the hold all the same: it counts from before the renewal was asked for.
 *
 * <p><b>A process that freezes</b>, as one without CPU does, can be overtaken at three places.
 * Before the gate: when it thaws, both clocks say that the hold has lapsed, and nothing is sent.
 * Between the gate and the write to the socket: no clock helps, and the order goes out late; the
 * successor finds it as sent, and trusts the broker's silence only {@link
 * RecoveryDecision#ON_ITS_WAY} after the lease's end. After the write: the order is at the gateway,
 * and recovery finds it there.
 *
 * <p>For a freeze between gate and write that lasts longer there is a further fence, the client id
 * at the gateway. The frozen process keeps its connection, so the gateway refuses the same client
 * id to the successor, which can recover nothing before that connection is gone. Then the late
 * write fails. This holds as long as both use the same client id.
 */
public final class Leases {
  /** How long a lease lasts from its last renewal. */
  public static final Duration LENGTH = Duration.ofSeconds(20);

  /** By how much the clocks of two instances may differ. */
  public static final Duration MAX_CLOCK_SKEW = Duration.ofSeconds(5);

  /** How much longer than its invocation's deadline a lease is renewed at the latest. */
  public static final Duration GRACE = Duration.ofSeconds(30);

  private static final Logger logger = LoggerFactory.getLogger(Leases.class);

  private static final RecordFields<Lease> LEASES = RecordFields.of(Lease.class);

  private static final String ACQUIRED_AT = "acquiredAt";
  private static final String EXPIRES_AT = "expiresAt";
  private static final String RELEASED_AT = "releasedAt";

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
   * a yes, and only asking tells. One that fails for a reason that stays is not asked again.
   *
   * @param owner names the invocation in messages to others
   * @param invocationEnds the invocation's deadline
   * @param pause lets time pass between two attempts
   * @throws LeaseHeldException if another still holds it then
   * @throws StoreUnavailableException if the store does not answer until then, or cannot be used
   */
  public Lease acquire(TradingMode mode, String owner, Instant invocationEnds, Pause pause) {
    return grant(mode, owner, invocationEnds, pause, System::nanoTime).lease();
  }

  /**
   * A lease that was taken.
   *
   * @param lease held from now on
   * @param askedNanos when it was asked for, on the monotonic clock
   */
  record Granted(Lease lease, long askedNanos) {}

  /** As {@link #acquire}, for one who keeps time by the monotonic clock too. */
  Granted grant(
      TradingMode mode, String owner, Instant invocationEnds, Pause pause, LongSupplier nanoTime) {
    String mark = UUID.randomUUID().toString();
    Instant latestExpiry = invocationEnds.plus(GRACE);
    Waiting waiting = new Waiting(clock, invocationEnds);
    Attempt last = null;
    while (true) {
      long askedNanos = nanoTime.getAsLong();
      Instant expiry = expiry(latestExpiry);
      Attempt attempt = attempt(new Lease(mode, owner, mark, 0, expiry, expiry));
      if (attempt.isMine(mark)) {
        return new Granted(attempt.lease(), askedNanos);
      }
      if (!waiting.lastsLonger()) {
        throw attempt.failure();
      }
      if (last == null || !last.failedLike(attempt)) {
        attempt.log(waiting.left());
      }
      last = attempt;
      letPass(waiting, pause, attempt);
    }
  }

  /**
   * Lets a lease last {@link #LENGTH} from now.
   *
   * @param latestExpiry beyond which it does not last
   * @return the lease with its new expiry
   * @throws LeaseLostException if another has taken over, it was released, or it has expired
   */
  Lease renew(Lease lease, Instant latestExpiry) {
    Instant expiry = expiry(latestExpiry);
    store.runTransaction(
        transaction -> {
          requireHeld(transaction, lease).requireUnexpired(clock.instant());
          transaction.update(path(lease.mode()), Map.of(EXPIRES_AT, expiry));
          return null;
        });
    return lease.until(expiry);
  }

  private Instant expiry(Instant latest) {
    Instant expiry = clock.instant().plus(LENGTH);
    return (expiry.isBefore(latest) ? expiry : latest).truncatedTo(ChronoUnit.MICROS);
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
   * @return the lease with its present expiry, which may have passed
   * @throws LeaseLostException if another has taken over, or it was released
   */
  public static Lease requireHeld(Transaction transaction, Lease lease) {
    return requireHeld(transaction.get(path(lease.mode())), lease);
  }

  private static Lease requireHeld(Optional<Document> document, Lease lease) {
    return document
        .filter(Leases::isHeld)
        .map(Leases::read)
        .filter(found -> isSame(found, lease))
        .orElseThrow(
            () ->
                new LeaseLostException(
                    lease
                        + " is not held any more; now there is "
                        + document.map(Leases::describe).orElse("none")
                        + "; nothing was written, and nothing more may be sent"));
  }

  /**
   * Refuses to go on without the lease: it must be this owner's in the store, and not have expired.
   *
   * @throws LeaseLostException if another has taken over, if it was released, or has expired
   */
  public void requireValid(Lease lease) {
    requireHeld(store.get(path(lease.mode())), lease).requireUnexpired(clock.instant());
  }

  /** Whether the run that has this token may still be at work. */
  static boolean isHeldBy(Optional<Lease> current, long token, Instant now) {
    return current.filter(held -> held.token() == token && !held.mayBeTaken(now)).isPresent();
  }

  /** Tells the time by which leases end. */
  Clock clock() {
    return clock;
  }

  /** The result of one attempt: a lease, this owner's or another's, or a store that failed. */
  private record Attempt(Lease lease, StoreUnavailableException unavailable) {
    boolean isMine(String mark) {
      return lease != null && lease.mark().equals(mark);
    }

    boolean failedLike(Attempt other) {
      return (unavailable == null) == (other.unavailable == null);
    }

    void log(Duration patience) {
      if (unavailable != null) {
        logger.warn(
            "The account could not be taken for this run, which is tried again for up to {} s: {}",
            patience.toSeconds(),
            unavailable.getMessage());
      } else {
        logger.info("Waiting for up to {} s for the account: {}", patience.toSeconds(), lease);
      }
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
      if (e.isPermanent()) {
        throw e;
      }
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
            // The answer to an earlier commit was lost, and some of its time has passed.
            transaction.update(path, Map.of(EXPIRES_AT, wanted.expiresAt()));
            return held.get().until(wanted.expiresAt());
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

  private static void letPass(Waiting waiting, Pause pause, Attempt attempt) {
    try {
      waiting.pause(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw attempt.unavailable() != null
          ? attempt.unavailable()
          : new LeaseHeldException(attempt.lease(), "interrupted while waiting for it", e);
    }
  }

  private static Map<String, Object> fields(Lease lease, Instant acquiredAt) {
    Map<String, Object> fields = LEASES.fields(lease);
    fields.put(ACQUIRED_AT, acquiredAt);
    fields.put(RELEASED_AT, null);
    return fields;
  }

  private static Lease read(Document document) {
    return LEASES.record(document);
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
}
