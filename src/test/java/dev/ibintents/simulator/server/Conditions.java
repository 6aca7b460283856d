package dev.ibintents.simulator.server;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits with a deadline for a condition that no message announces. */
public final class Conditions {
  private static final Duration DEADLINE = Duration.ofSeconds(5);
  private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private Conditions() {}

  public static void until(String description, BooleanSupplier condition) {
    long last = System.nanoTime() + DEADLINE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > last) {
        throw new AssertionError("not within " + DEADLINE + ": " + description);
      }
      LockSupport.parkNanos(STEP_NANOS);
    }
  }
}
