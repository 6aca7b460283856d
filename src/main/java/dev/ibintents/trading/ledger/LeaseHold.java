package dev.ibintents.trading.ledger;

import dev.ibintents.environment.ShuttingDownException;
import dev.ibintents.environment.TradingMode;
import dev.ibintents.ibapi.Deadline;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * The hold of one invocation on its lease. It renews the lease while the invocation lives, says
 * whether the lease still gives the right to send, and gives it back.
 *
 * <p>The hold is valid until the lease's expiry, by the wall clock and by the monotonic clock. The
 * monotonic clock counts from the time before the last renewal was asked for. A renewal that fails
 * is tried again until the expiry. A renewal that finds another owner ends the hold at once. A hold
 * that has lapsed is never valid again. Several threads may use it.
 */
public final class LeaseHold implements AutoCloseable {
  private static final Logger logger = LoggerFactory.getLogger(LeaseHold.class);

  /** The time between two renewals: three renewals may fail before the lease lapses. */
  static final Duration RENEWAL = Duration.ofSeconds(5);

  private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

  private final Leases leases;
  private final Clock clock;
  private final LongSupplier nanoTime;
  private final Deadline deadline;
  private final Instant latestExpiry;
  private final long latestNanos;
  private final CompletableFuture<Void> firstRenewal = new CompletableFuture<>();
  private Lease lease;
  private long validUntilNanos;
  private LeaseLostException lost;
  private boolean closed;

  /**
   * Takes the lease, and renews it from now on. While another holds it, this waits like {@link
   * Leases#acquire}.
   *
   * @param owner names the invocation in messages to others
   * @param deadline the invocation's deadline
   * @throws LeaseHeldException if another holds it for too long
   * @throws ShuttingDownException if the process is told to end meanwhile
   */
  public static LeaseHold acquire(
      Leases leases, TradingMode mode, String owner, Deadline deadline) {
    LeaseHold hold = new LeaseHold(leases, mode, owner, deadline, System::nanoTime);
    hold.renewEvery(RENEWAL);
    return hold;
  }

  /**
   * Renews the lease from now on until it is given back or lost. The first renewal begins a thread
   * for all renewals, so most invocations end without one.
   */
  void renewEvery(Duration time) {
    Runnable work = inContext(() -> renewUntilOver(time));
    firstRenewal
        .completeOnTimeout(null, time.toNanos(), TimeUnit.NANOSECONDS)
        .thenRunAsync(work, this::startThread);
  }

  private void startThread(Runnable work) {
    Thread renewing = new Thread(work, "lease-renewal-" + lease().token());
    renewing.setDaemon(true);
    renewing.start();
  }

  /** Takes the lease, and does not renew it by itself. */
  public LeaseHold(
      Leases leases, TradingMode mode, String owner, Deadline deadline, LongSupplier nanoTime) {
    this.leases = leases;
    this.clock = leases.clock();
    this.nanoTime = nanoTime;
    this.deadline = deadline;
    Duration remaining = deadline.remaining();
    Instant invocationEnds = clock.instant().plus(remaining);
    this.latestExpiry = invocationEnds.plus(Leases.GRACE);
    this.latestNanos = nanoTime.getAsLong() + remaining.plus(Leases.GRACE).toNanos();
    Leases.Granted granted =
        leases.grant(
            mode,
            owner,
            invocationEnds,
            time -> {
              requireNotEnding("it does not wait for the account any longer, and nothing was done");
              deadline.pause(time);
            },
            nanoTime);
    keep(granted.lease(), granted.askedNanos());
  }

  /** The lease with its present expiry. */
  public synchronized Lease lease() {
    return lease;
  }

  /**
   * Refuses a step that only a holder may take, such as sending an order.
   *
   * @param consequence the step that is not taken then, for the message, such as {@code no order is
   *     sent}
   * @throws LeaseLostException if the lease has lapsed or is another's
   * @throws ShuttingDownException if the process was told to end
   */
  public void requireValid(String consequence) {
    requireNotEnding(consequence);
    LeaseLostException loss = loss();
    if (loss != null) {
      throw new LeaseLostException(loss.getMessage() + "; " + consequence, loss);
    }
  }

  /** Why the hold is not valid any more; {@code null} if it is. */
  private synchronized LeaseLostException loss() {
    if (lost == null && hasLapsed()) {
      lost = new LeaseLostException(lease + " has lapsed, as it is " + clock.instant());
      logger.error("{}", lost.getMessage());
    }
    return lost;
  }

  private void requireNotEnding(String consequence) {
    if (deadline.isCutShort()) {
      throw new ShuttingDownException(consequence);
    }
  }

  private boolean hasLapsed() {
    return lease.isExpired(clock.instant()) || nanoTime.getAsLong() - validUntilNanos >= 0;
  }

  private synchronized void keep(Lease renewed, long askedNanos) {
    lease = renewed;
    long end = askedNanos + Leases.LENGTH.toNanos();
    validUntilNanos = latestNanos - end < 0 ? latestNanos : end;
  }

  /** Wraps the work so that its log lines carry the same invocation as this thread's. */
  private static Runnable inContext(Runnable work) {
    Map<String, String> context = MDC.getCopyOfContextMap();
    return () -> {
      if (context != null) {
        MDC.setContextMap(context);
      }
      work.run();
    };
  }

  private void renewUntilOver(Duration time) {
    Duration pause = Duration.ZERO;
    while (awaitRenewal(pause)) {
      pause = renew() ? time : AFTER_FAILURE;
    }
  }

  /** Lets time pass; returns whether the lease is to be renewed then. */
  private synchronized boolean awaitRenewal(Duration pause) {
    long end = System.nanoTime() + pause.toNanos();
    try {
      for (long left = pause.toNanos(); !closed && left > 0; left = end - System.nanoTime()) {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
    } catch (InterruptedException e) {
      logger.warn("{} is not renewed any more: the renewal was interrupted", lease);
      return false;
    }
    return !closed && lost == null;
  }

  /**
   * Renews the lease once.
   *
   * @return false if the renewal failed and is to be tried again soon
   */
  boolean renew() {
    if (loss() != null) {
      return true;
    }
    long askedNanos = nanoTime.getAsLong();
    Lease before = lease();
    try {
      keep(leases.renew(before, latestExpiry), askedNanos);
      return true;
    } catch (LeaseLostException e) {
      lose(e);
      return true;
    } catch (RuntimeException e) {
      logger.warn("{} could not be renewed, which is tried again: {}", before, e.toString());
      return false;
    }
  }

  /** Ends the hold, unless the lease was given back before. */
  private synchronized void lose(LeaseLostException why) {
    if (!closed && lost == null) {
      lost = why;
      logger.error("{}", why.getMessage());
    }
  }

  /** Gives the lease back. A failure is only logged, because the lease runs out by itself. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    firstRenewal.cancel(false);
    try {
      leases.release(lease());
    } catch (RuntimeException e) {
      logger.error("{} could not be given back", lease(), e);
    }
  }
}
