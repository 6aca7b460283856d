package dev.ibintents.simulator.server;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Limits the number of messages that are read from a client in a second. The messages of a faster
 * client are read more slowly. A gateway does so that is not set to reject them (TWS API, "Pacing
 * Limitations").
 */
final class RequestPacing {
  private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Deque<Long> taken = new ArrayDeque<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final int messagesPerSecond;

  /**
   * Limits the messages of one client.
   *
   * @param messagesPerSecond at least 1
   */
  RequestPacing(int messagesPerSecond) {
    this.messagesPerSecond = messagesPerSecond;
  }

  /**
   * Waits until another message may be read, or until {@link #end}.
   *
   * @throws InterruptedException if the thread is interrupted
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

  /** Ends the waiting, from another thread. */
  void end() {
    ended.countDown();
  }
}
