package dev.ibintents.trading.ledger;

import java.time.Instant;

/** The standing of a request's run: it is started now, or an earlier request has begun it. */
public sealed interface RunStanding {
  /** The run as the ledger has it. */
  Run run();

  /** The run is written, and belongs to the caller: its orders may be sent. */
  record Started(Run run) implements RunStanding {}

  /** The run has ended before; {@link Run#result} is its answer. */
  record AlreadyRan(Run run) implements RunStanding {}

  /**
   * The run is under way.
   *
   * @param run the run
   * @param owner the invocation that works on it
   * @param until the time at which its lease runs out, unless it is renewed
   */
  record Running(Run run, String owner, Instant until) implements RunStanding {}

  /** The run has begun, and nobody works on it any more. It must be recovered first. */
  record Abandoned(Run run) implements RunStanding {}
}
