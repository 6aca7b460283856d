package dev.ibintents.simulator;

import dev.ibintents.ibapi.message.CompletedOrder;
import java.time.Instant;

/**
 * An order that was filled, cancelled or rejected.
 *
 * @param time when it ended
 * @param manual whether it was placed in TWS and not by a client of the API
 * @param report the message that reports it
 */
public record EndedOrder(Instant time, boolean manual, CompletedOrder report) {

  /** Keeps the order in the form in which clients receive it, which is how it is stored. */
  public EndedOrder {
    report = WireText.asReceived(CompletedOrder.class, report);
  }
}
