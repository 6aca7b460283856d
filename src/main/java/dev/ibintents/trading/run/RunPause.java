package dev.ibintents.trading.run;

import dev.ibintents.ibapi.Deadline;
import dev.ibintents.trading.ledger.Run;
import java.time.Duration;

/** The pause of a run before it asks the broker again. */
public final class RunPause {
  private RunPause() {}

  /**
   * Waits for a time, or until a deadline if that is earlier.
   *
   * @param run the run, whose unsettled orders the exception names
   * @throws UnsettledOrdersException if the thread is interrupted; it stays interrupted
   */
  public static void pause(Run run, Deadline end, Duration time) {
    try {
      end.pause(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnsettledOrdersException(run, e);
    }
  }
}
