package dev.ibintents.simulator.control;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** Counts the changes of a gateway, so that a thread can wait for a condition. */
final class Changes {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private long count;

  /** Notes a change. Any thread may call it. */
  void signal() {
    lock.lock();
    try {
      count++;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private long count() {
    lock.lock();
    try {
      return count;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until a condition gives a value. The condition is tried at once, and after each change.
   *
   * @param longest the longest wait, in real time
   * @return empty if the condition gave no value in time
   */
  <T> Optional<T> await(Duration longest, Supplier<Optional<T>> condition)
      throws InterruptedException {
    long deadline = System.nanoTime() + longest.toNanos();
    while (true) {
      long seen = count();
      Optional<T> value = condition.get();
      if (value.isPresent() || !changesAfter(seen, deadline)) {
        return value;
      }
    }
  }

  /** Waits for a change after a number of changes; false if none came before the deadline. */
  private boolean changesAfter(long seen, long deadlineNanos) throws InterruptedException {
    lock.lock();
    try {
      long left = deadlineNanos - System.nanoTime();
      while (count == seen && left > 0) {
        left = changed.awaitNanos(left);
      }
      return count != seen;
    } finally {
      lock.unlock();
    }
  }
}
