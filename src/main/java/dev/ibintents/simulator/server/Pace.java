package dev.ibintents.simulator.server;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Takes at most so many messages in any second; whoever sends more is read more slowly, which is
 * what a gateway does that is not set to reject them (TWS API, "Pacing Limitations").
 */
final class Pace {
  private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Deque<Long> taken = new ArrayDeque<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final int messagesPerSecond;

  /**
   * @param messagesPerSecond at least 1
   */
  Pace(int messagesPerSecond) {
    this.messagesPerSecond = messagesPerSecond;
  }

  /**
   * Waits until another message may be taken; not longer than until {@link #end}.
   *
   * @throws InterruptedException if the thread is interrupted meanwhile
   */
  void await() throws InterruptedException {
    if (taken.size() == messagesPerSecond) {
      long wait = taken.removeFirst() + WINDOW_NANOS - System.nanoTime();
      if (wait > 0 && ended.await(wait, TimeUnit.NANOSECONDS)) {
        return;
      }
    }
    taken.addLast(System.nanoTime());
  }

  /** Lets whoever waits go, from another thread. */
  void end() {
    ended.countDown();
  }
}
