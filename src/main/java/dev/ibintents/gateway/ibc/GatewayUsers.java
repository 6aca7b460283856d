package dev.ibintents.gateway.ibc;

import dev.ibintents.ibapi.Deadline;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Counts the invocations of this process that use the gateway on this host, or wait for it, so that
 * only the last of them ends it. It does not know the other processes.
 */
final class GatewayUsers {
  /** The interval in which a wait looks whether its deadline was cut short. */
  private static final long LONGEST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Held while the gateway is being ended; no invocation uses it then. */
  private final ReentrantLock lock = new ReentrantLock();

  private int users;
  private boolean hasAnswered;

  /**
   * Adds an invocation. It waits while the gateway is being ended after the last one.
   *
   * @return whether it was added in time
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

  /** Notes that the gateway has answered an invocation. */
  void answered() {
    lock.lock();
    try {
      hasAnswered = true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Removes an invocation.
   *
   * @param end ends the gateway; called for the last invocation if the gateway has answered any
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
