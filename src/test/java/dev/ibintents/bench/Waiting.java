package dev.ibintents.bench;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for a condition that nothing announces, with a deadline. */
public final class Waiting {
  private static final Duration DEADLINE = Duration.ofSeconds(10);
  private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private Waiting() {}

  public static void until(String what, BooleanSupplier condition) {
    long last = System.nanoTime() + DEADLINE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > last) {
        throw new AssertionError("not within " + DEADLINE + ": " + what);
      }
      LockSupport.parkNanos(STEP_NANOS);
    }
  }
}
