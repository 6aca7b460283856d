package dev.ibintents.trading.ledger;

import java.time.Instant;

/** What a request to run finds: that it may go on, or who has been here before. */
public sealed interface RunStanding {
  /** The run as the ledger has it. */
  Run run();

  /** The ledger is written, and the run is the caller's: its orders may be sent. */
  record Started(Run run) implements RunStanding {}

  /** The run was done before; {@link Run#result} is what it answered. */
  record AlreadyRan(Run run) implements RunStanding {}

  /**
   * The run is under way.
   *
   * @param run the run
   * @param owner the invocation that works on it
   * @param until when its lease runs out, unless it is renewed
   */
  record Running(Run run, String owner, Instant until) implements RunStanding {}

  /** The run was begun, and nobody works on it any more: it is to be recovered first. */
  record Abandoned(Run run) implements RunStanding {}
}
