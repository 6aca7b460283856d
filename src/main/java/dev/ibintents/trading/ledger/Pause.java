package dev.ibintents.trading.ledger;

import java.time.Duration;

/** Lets time pass before something is tried again; an invocation's deadline does it for real. */
@FunctionalInterface
public interface Pause {
  /** Returns after {@code time}, or earlier if there is no time left. */
  void pause(Duration time) throws InterruptedException;
}
