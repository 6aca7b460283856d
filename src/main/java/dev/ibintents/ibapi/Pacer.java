package dev.ibintents.ibapi;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

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
  private final LongSupplier nanoTime;
  private final LongConsumer park;
  private long sent;

  Pacer(int messagesPerSecond) {
    this(messagesPerSecond, System::nanoTime, LockSupport::parkNanos);
  }

  /**
   * @param messagesPerSecond the most messages that may leave within any second
   * @param nanoTime the clock, in nanoseconds
   * @param park waits for at most this many nanoseconds
   */
  Pacer(int messagesPerSecond, LongSupplier nanoTime, LongConsumer park) {
    this.sentAt = new long[messagesPerSecond];
    this.nanoTime = nanoTime;
    this.park = park;
  }

  /** Whether one more message may leave at once. */
  boolean isFree() {
    return isFree(1);
  }

  /** Whether this many more messages may leave at once; at most the limit. */
  boolean isFree(int messages) {
    long last = sent + messages - 1;
    return last < sentAt.length
        || sentAt[(int) (last % sentAt.length)] + WINDOW_NANOS - nanoTime.getAsLong() <= 0;
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
      if (free - nanoTime.getAsLong() > deadline.remainingNanos()) {
        return false;
      }
      for (long left = free - nanoTime.getAsLong(); left > 0; left = free - nanoTime.getAsLong()) {
        park.accept(left);
      }
    }
    if (deadline.hasPassed()) {
      return false;
    }
    sentAt[slot] = nanoTime.getAsLong();
    sent++;
    return true;
  }
}
