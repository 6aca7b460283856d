package dev.ibintents.simulator.server;

import dev.ibintents.simulator.account.PaperAccount;
import dev.ibintents.simulator.clock.MarketClock;
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
 * Makes due things happen to live orders. It wakes when something is due. While there are live
 * orders or streams it also wakes once a real second, because prices change. All that happens in
 * the market's time that has passed meanwhile is played in its sequence.
 */
final class OrderTicker implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(OrderTicker.class);
  private static final long BETWEEN_PRICES = TimeUnit.SECONDS.toNanos(1);

  private final PaperAccount account;
  private final OrderBook book;
  private final OrderMessageSender messages;
  private final MarketClock clock;
  private final boolean movesOrders;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private volatile BrokerLinks links;
  private volatile PriceStreams streams;
  private volatile Runnable endOfListening = () -> {};
  private boolean ended;
  private boolean woken;

  /**
   * Looks after the orders of an account.
   *
   * @param movesOrders whether it moves orders; it sends held messages in any case
   */
  OrderTicker(
      PaperAccount account,
      OrderBook book,
      OrderMessageSender messages,
      MarketClock clock,
      boolean movesOrders) {
    this.account = account;
    this.book = book;
    this.messages = messages;
    this.clock = clock;
    this.movesOrders = movesOrders;
  }

  /**
   * Sets the links that it restores when their time has come, and the streams that it feeds. Call
   * it before {@link #run}.
   */
  void watch(BrokerLinks brokerLinks, PriceStreams priceStreams) {
    links = brokerLinks;
    streams = priceStreams;
  }

  /**
   * The thread that makes due things happen from its start on. When the clock is moved, the thread
   * that moves it makes them happen.
   */
  Thread thread(ConnectionAcceptor acceptor) {
    if (movesOrders) {
      endOfListening = clock.onChange(this::moveNow);
    }
    return acceptor.thread("ticker", this);
  }

  /** Makes everything happen to live orders that is due now, and sends streams the new prices. */
  void moveNow() {
    move();
    wake();
  }

  private void move() {
    book.tick();
    streams.publish(links);
  }

  /** Runs until {@link #end}. */
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

  /**
   * Makes everything happen that is due. After a failure it goes on, because a store may work the
   * next time.
   */
  private void tick() {
    try {
      links.restoreDue();
      messages.sendDue();
      if (movesOrders) {
        move();
      }
    } catch (RuntimeException e) {
      LOG.error("live orders could not be moved; the gateway tries again", e);
    }
  }

  /** Makes the thread look again for the next thing that is due. */
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
    endOfListening.run();
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
            messages.nanosToNext().orElse(Long.MAX_VALUE),
            links.nanosToNext().orElse(Long.MAX_VALUE));
    Optional<Instant> due = movesOrders ? book.nextDue() : Optional.empty();
    if (!movesOrders || account.orders().isEmpty() && due.isEmpty() && streams.isEmpty()) {
      return held;
    }
    long exact = due.flatMap(clock::realTimeUntil).map(Duration::toNanos).orElse(BETWEEN_PRICES);
    return Math.min(held, Math.min(exact, BETWEEN_PRICES) + 1);
  }

  /** Waits for a time or a wake-up; false if the ticker has ended. */
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
