package dev.ibintents.trading.ledger;

import dev.ibintents.environment.TradingMode;
import dev.ibintents.ibapi.ShiftedClock;
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
 * The leases, which let one run at a time trade an account: the documents {@code leases/{mode}}.
 *
 * <p>A lease lasts {@link #LENGTH} from its last renewal. {@link LeaseHold} renews it while the
 * invocation lives, so the lease of a dead owner lapses soon. It is never renewed beyond {@link
 * #GRACE} after the invocation's deadline. The document stays when a lease is released, because its
 * token must grow. A token is at least the time in seconds, so tokens grow even if somebody deletes
 * the document.
 *
 * <p><b>Clocks that differ.</b> The owner sends nothing after the expiry, by its own clock. Others
 * take the lease {@link #MAX_CLOCK_SKEW} after the expiry, by their clocks. If two clocks differ by
 * no more than that, there are never two holders at one time. If they differ by more, an owner may
 * believe in a lease that another has taken. Its next renewal, {@link LeaseHold#RENEWAL} later at
 * most, finds the new token. The ledger is safe even then: each write to it reads the token in its
 * transaction, and an order is written there before it is sent. If the owner's clock is set back,
 * the monotonic clock still ends the hold. It counts from the time before the renewal was asked
 * for.
 *
 * <p><b>A process that freezes</b>, for example without CPU, can lose its lease at three places.
 * Before the gate: when it runs again, both clocks say that the hold has lapsed, and nothing is
 * sent. Between the gate and the write to the socket: no clock helps, and the order leaves late.
 * The successor finds it written as sent. It trusts the broker's silence only {@link
 * RecoveryDecision#ON_ITS_WAY} after the lease's end. After the write: the order is at the gateway,
 * and recovery finds it there.
 *
 * <p>A longer freeze between gate and write meets a further fence, the client id at the gateway.
 * The frozen process keeps its connection, so the gateway refuses the same client id to the
 * successor. The successor can recover nothing before that connection is gone, and then the late
 * write fails. This holds as long as both use the same client id.
 */
public final class Leases {
  /** The time for which a lease lasts from its last renewal. */
  public static final Duration LENGTH = Duration.ofSeconds(20);

  /** The greatest difference between the clocks of two instances. */
  public static final Duration MAX_CLOCK_SKEW = Duration.ofSeconds(5);

  /** The time after its invocation's deadline beyond which no lease lasts. */
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
   * @param clock tells the time; leases end by its real time
   */
  public Leases(DocumentStore store, Clock clock) {
    this.store = store;
    this.clock = ShiftedClock.realTimeOf(clock);
  }

  /**
   * Takes the lease on an account. While another holds it, this waits, and leaves enough time for
   * the run itself: a minute, or half of the invocation's time if that is less.
   *
   * <p>If the store fails meanwhile, it is asked again until then. The lost answer may have been a
   * success, and only a new attempt shows it. A permanent failure ends the attempts.
   *
   * @param owner names the invocation in messages to others
   * @param invocationEnds the invocation's deadline
   * @param pause lets time pass between two attempts
   * @throws LeaseHeldException if another still holds it after that time
   * @throws StoreUnavailableException if the store does not answer in that time, or cannot be used
   */
  public Lease acquire(TradingMode mode, String owner, Instant invocationEnds, Pause pause) {
    return grant(mode, owner, invocationEnds, pause, System::nanoTime).lease();
  }

  /**
   * A lease that was taken.
   *
   * @param lease the lease
   * @param askedNanos the time at which it was asked for, on the monotonic clock in nanoseconds
   */
  record Granted(Lease lease, long askedNanos) {}

  /** Like {@link #acquire}, with the time of the request on the monotonic clock. */
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
      if (attempt.isGranted(mark)) {
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
   * Renews a lease: it lasts {@link #LENGTH} from now.
   *
   * @param latestExpiry the time beyond which it does not last
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
   * Gives the lease back, so that the next owner need not wait for its expiry. A repetition changes
   * nothing. A lease that is not held any more is left alone.
   *
   * @return whether the store's lease was this one
   */
  public boolean release(Lease lease) {
    Instant now = clock.instant();
    String path = path(lease.mode());
    return store.runTransaction(
        transaction -> {
          Optional<Document> document = transaction.get(path);
          boolean isHeldHere =
              document.map(Leases::read).filter(found -> isSame(found, lease)).isPresent();
          if (isHeldHere && !document.get().has(RELEASED_AT)) {
            transaction.update(path, Map.of(RELEASED_AT, now));
          }
          return isHeldHere;
        });
  }

  /** The lease in the store that has not been released, expired or not; empty if there is none. */
  public Optional<Lease> current(TradingMode mode) {
    return store.get(path(mode)).filter(Leases::isHeld).map(Leases::read);
  }

  /**
   * Refuses to go on while another holds the account, without waiting for it.
   *
   * @param why the reason in words, for the message
   * @param cause the failure that has shown it
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
   * Reads the lease in a transaction, so that only the lease's owner can commit it.
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
   * Refuses to go on without the lease. The store must have it for this owner, and it must not have
   * expired.
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

  /** The clock by which leases end. */
  Clock clock() {
    return clock;
  }

  /**
   * The result of one attempt to take the lease: the lease of this owner or of another, or the
   * failure of the store.
   */
  private record Attempt(Lease lease, StoreUnavailableException unavailable) {
    boolean isGranted(String mark) {
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
            // The answer to an earlier commit was lost, and some of the lease's time has passed.
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
