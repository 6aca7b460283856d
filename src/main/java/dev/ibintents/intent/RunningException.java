package dev.ibintents.intent;

import dev.ibintents.trading.ledger.RunStanding;

/** The very run that is asked for is under way, and has not ended while the request could wait. */
public final class RunningException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public RunningException(RunStanding.Running running) {
    super(
        "this run is under way, by invocation "
            + running.owner()
            + ", which has not ended while this request could wait; ask again to see what it did");
  }
}
