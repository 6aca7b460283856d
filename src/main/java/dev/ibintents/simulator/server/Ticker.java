package dev.ibintents.simulator.server;

import dev.ibintents.simulator.account.PaperAccount;
import dev.ibintents.simulator.order.OrderBook;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets time pass for orders: wakes when something is due, and once a second, which is how often
 * prices move, as long as there are live orders.
 */
final class Ticker implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Ticker.class);
  private static final long BETWEEN_PRICES = TimeUnit.SECONDS.toNanos(1);

  private final PaperAccount account;
  private final OrderBook book;
  private final Delivery delivery;
  private final boolean ticking;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private volatile BrokerLinks links;
  private boolean ended;
  private boolean woken;

  /**
   * @param ticking whether it looks after orders; messages that are held back it sends in any case
   */
  Ticker(PaperAccount account, OrderBook book, Delivery delivery, boolean ticking) {
    this.account = account;
    this.book = book;
    this.delivery = delivery;
    this.ticking = ticking;
  }

  /** Restores these links when their time has come; set before it runs. */
  void watch(BrokerLinks brokerLinks) {
    links = brokerLinks;
  }

  /** Ticks until it is ended. */
  @Override
  public void run() {
    try {
      while (await(nanosToNext())) {
        tick();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A store that fails once may work the next time. */
  private void tick() {
    try {
      links.restoreDue();
      delivery.sendDue();
      if (ticking) {
        book.tick();
      }
    } catch (RuntimeException e) {
      LOG.error("live orders could not be looked after this time", e);
    }
  }

  /** Looks again for what is due next. */
  void wake() {
    lock.lock();
    try {
      woken = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void end() {
    lock.lock();
    try {
      ended = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private long nanosToNext() {
    long held =
        Math.min(
            delivery.nanosToNext().orElse(Long.MAX_VALUE),
            links.nanosToNext().orElse(Long.MAX_VALUE));
    Optional<Instant> due = ticking ? book.nextDue() : Optional.empty();
    if (!ticking || account.orders().isEmpty() && due.isEmpty()) {
      return held;
    }
    long exact =
        due.map(time -> Duration.between(account.now(), time).toMillis())
            .filter(millis -> millis < 1000)
            .map(TimeUnit.MILLISECONDS::toNanos)
            .orElse(BETWEEN_PRICES);
    return Math.min(held, Math.min(exact + 1, BETWEEN_PRICES));
  }

  /** Whether to go on. */
  private boolean await(long nanos) throws InterruptedException {
    lock.lock();
    try {
      long left = nanos;
      while (!ended && !woken && left > 0) {
        left = changed.awaitNanos(left);
      }
      woken = false;
      return !ended;
    } finally {
      lock.unlock();
    }
  }
}
