package dev.ibintents.store;

import java.time.Duration;

/** The moment by which a store operation must end, by {@link System#nanoTime()}. */
public record StoreTimeout(long nanos) {

  /** Returns the moment that is this duration from now. */
  public static StoreTimeout after(Duration timeout) {
    return new StoreTimeout(System.nanoTime() + timeout.toNanos());
  }

  /** Returns the nanoseconds left, 0 if none. */
  public long remainingNanos() {
    return Math.max(0, nanos - System.nanoTime());
  }

  /** Returns the milliseconds left, rounded up: 0 only if the moment has passed. */
  public int remainingMillis() {
    return (int) Math.min(Integer.MAX_VALUE, (remainingNanos() + 999_999) / 1_000_000);
  }

  /** Whether the moment has passed. */
  public boolean hasPassed() {
    return remainingNanos() == 0;
  }

  /**
   * Returns a store's timeout if it is above 0 and at most an hour.
   *
   * @throws IllegalArgumentException if it is not
   */
  public static Duration check(Duration timeout) {
    if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException(
          "a store's timeout is " + timeout + ", it must be above 0 and at most 1 hour");
    }
    return timeout;
  }
}
