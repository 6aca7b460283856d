package dev.ibintents.trading.ledger;

import java.time.Duration;

/** Lets time pass before the next attempt. In production, the invocation's deadline does it. */
@FunctionalInterface
public interface Pause {
  /** Returns after {@code time}, or earlier if less time is left. */
  void pause(Duration time) throws InterruptedException;
}
