package dev.ibintents.gateway.ibc;

import dev.ibintents.ibapi.Deadline;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How many invocations of this process use the gateway on this host, or wait for it, so that the
 * last of them can end it and no other does. What other processes do, it does not know.
 */
final class GatewayUsers {
  /** After so much it is seen whether the deadline was cut short. */
  private static final long LONGEST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Held while the gateway is being ended, when there is nobody who could leave. */
  private final ReentrantLock lock = new ReentrantLock();

  private int users;
  private boolean hasAnswered;

  /**
   * Adds one, when the gateway is not just being ended after the last.
   *
   * @return whether that was so in time
   */
  boolean join(Deadline deadline) throws InterruptedException {
    while (!lock.tryLock(
        Math.min(deadline.remainingNanos(), LONGEST_WAIT_NANOS), TimeUnit.NANOSECONDS)) {
      if (deadline.hasPassed()) {
        return false;
      }
    }
    try {
      users++;
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** The gateway has answered one of them. */
  void answered() {
    lock.lock();
    try {
      hasAnswered = true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes one away.
   *
   * @param end ends the gateway; done if it is the last one, and the gateway has answered it or one
   *     before it
   */
  void leave(Runnable end) {
    lock.lock();
    try {
      users--;
      if (users == 0 && hasAnswered) {
        hasAnswered = false;
        end.run();
      }
    } finally {
      lock.unlock();
    }
  }
}
