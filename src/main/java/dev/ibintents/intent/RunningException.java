package dev.ibintents.intent;

import dev.ibintents.trading.ledger.RunStanding;

/** The requested run is under way, and did not end while the request could wait. */
public final class RunningException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Names the invocation that carries out the run. */
  public RunningException(RunStanding.Running running) {
    super(
        "this run is under way, by invocation "
            + running.owner()
            + ", which has not ended while this request could wait; ask again to see what it did");
  }
}
