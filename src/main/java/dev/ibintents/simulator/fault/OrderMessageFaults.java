package dev.ibintents.simulator.fault;

import dev.ibintents.simulator.server.SimulatedGateway;
import java.time.Duration;

/** Faults of the messages about orders. They can change while the gateway runs. */
public final class OrderMessageFaults {
  private volatile Duration holding = Duration.ZERO;
  private volatile boolean lettingErrorsPass;
  private volatile boolean losing;
  private volatile boolean duplicating;
  private volatile boolean reordering;
  private volatile boolean leavingStatusOut;

  /**
   * Holds every message about orders until {@link SimulatedGateway#releaseOrderMessages}. Requests
   * are answered.
   */
  public void hold() {
    holding = OrderFaults.UNTIL_RELEASED;
  }

  /** Holds every message about orders but errors, which overtake the held messages. */
  public void holdAllButErrors() {
    lettingErrorsPass = true;
    hold();
  }

  /**
   * Holds each message about orders for a time. Requests are answered.
   *
   * @throws IllegalArgumentException if the time is negative
   */
  public void hold(Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException(
          "a message is held for zero or more time, not for " + time);
    }
    holding = time;
  }

  /** Holds no message from now on. The gateway sends those that wait. */
  public void release() {
    holding = Duration.ZERO;
    lettingErrorsPass = false;
  }

  /** Sets whether the gateway sends no message about orders unless a client asks. */
  public void lose(boolean nowLosing) {
    losing = nowLosing;
  }

  /** Sets whether every message about an order is sent twice. */
  public void duplicate(boolean nowDuplicating) {
    duplicating = nowDuplicating;
  }

  /** Sets whether messages of the same step are sent in the opposite order. */
  public void reorder(boolean nowReordering) {
    reordering = nowReordering;
  }

  /** Sets whether changes of orders are reported without a status. Real gateways leave some out. */
  public void withoutStatus(boolean nowLeavingOut) {
    leavingStatusOut = nowLeavingOut;
  }

  void clear() {
    release();
    lose(false);
    duplicate(false);
    reorder(false);
    withoutStatus(false);
  }

  /** The time for which each message is held. */
  public Duration holding() {
    return holding;
  }

  /** Whether errors overtake the held messages. */
  public boolean lettingErrorsPass() {
    return lettingErrorsPass;
  }

  /** Whether messages are not sent at all. */
  public boolean losing() {
    return losing;
  }

  /** Whether every message is sent twice. */
  public boolean duplicating() {
    return duplicating;
  }

  /** Whether messages of the same step are sent in the opposite order. */
  public boolean reordering() {
    return reordering;
  }

  /** Whether changes of orders are reported without a status. */
  public boolean leavingStatusOut() {
    return leavingStatusOut;
  }
}
