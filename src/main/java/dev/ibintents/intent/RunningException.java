package dev.ibintents.intent;

import dev.ibintents.trading.Beginning;

/** The very run that is asked for is under way already. */
public final class RunningException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RunningException(Beginning.Running running) {
    super(
        "this run is under way, by invocation "
            + running.owner()
            + ", until "
            + running.until()
            + " at the latest; ask again then to see what it did");
  }
}
