package dev.ibintents.ibapi;

import java.util.concurrent.TimeUnit;

/**
 * Limits a client to the messages a second that a gateway takes. A gateway allows 50 by default and
 * may end the session of a client that sends more (TWS API documentation, "Pacing Limitations").
 *
 * <p>At most the limit leaves within any second, and below the limit no message waits. Not
 * thread-safe: the connection calls it under its own lock.
 */
final class Pacer {
  private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final long[] sentAt;
  private final PaceClock clock;
  private long sent;

  /**
   * @param messagesPerSecond the most messages that may leave within any second
   * @param clock the clock of the pace
   */
  Pacer(int messagesPerSecond, PaceClock clock) {
    this.sentAt = new long[messagesPerSecond];
    this.clock = clock;
  }

  /** Whether one more message may leave at once. */
  boolean isFree() {
    return isFree(1);
  }

  /** Whether this many more messages may leave at once; at most the limit. */
  boolean isFree(int messages) {
    long last = sent + messages - 1;
    return last < sentAt.length
        || sentAt[(int) (last % sentAt.length)] + WINDOW_NANOS - clock.nanoTime() <= 0;
  }

  /**
   * Waits until one more message may leave, and counts it.
   *
   * @return false, with nothing counted, if the message would leave after the deadline. A frozen
   *     process may wait longer than it meant to, so the deadline is checked again after the wait
   */
  boolean await(Deadline deadline) {
    int slot = (int) (sent % sentAt.length);
    if (sent >= sentAt.length) {
      long free = sentAt[slot] + WINDOW_NANOS;
      if (free - clock.nanoTime() > deadline.remainingNanos()) {
        return false;
      }
      for (long left = free - clock.nanoTime(); left > 0; left = free - clock.nanoTime()) {
        clock.park(left);
      }
    }
    if (deadline.hasPassed()) {
      return false;
    }
    sentAt[slot] = clock.nanoTime();
    sent++;
    return true;
  }
}
