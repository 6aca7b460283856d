package dev.ibintents.store;

import java.time.Duration;

/** The moment by which an operation has to end, on the clock that nobody sets. */
public record StoreTimeout(long nanos) {

  public static StoreTimeout after(Duration timeout) {
    return new StoreTimeout(System.nanoTime() + timeout.toNanos());
  }

  /** Nanoseconds left, 0 if none. */
  public long remainingNanos() {
    return Math.max(0, nanos - System.nanoTime());
  }

  /** Milliseconds left, rounded up so that a wait of 0 means that it has passed. */
  public int remainingMillis() {
    return (int) Math.min(Integer.MAX_VALUE, (remainingNanos() + 999_999) / 1_000_000);
  }

  public boolean hasPassed() {
    return remainingNanos() == 0;
  }

  public static Duration check(Duration timeout) {
    if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException("a store's timeout is " + timeout + ", not up to 1 hour");
    }
    return timeout;
  }
}
