package dev.ibintents.simulator;

import dev.ibintents.simulator.Faults.Trouble;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * What goes wrong on purpose with orders. Everything can be changed while the gateway runs.
 *
 * <p>Where a number says which order is meant, the next one to arrive is 1, whoever sends it;
 * changes and what-if orders count. Each such fault strikes once.
 */
public final class OrderFaults {
  /** How long messages are held back that are held until they are released. */
  static final Duration UNTIL_RELEASED = Duration.ofDays(36_500);

  /**
   * An error that an order is answered with.
   *
   * @param code any number, those that no gateway sends included
   * @param text in English, as gateways write it
   * @param lives whether the order is accepted all the same: then it is only a warning
   */
  record Remark(int code, String text, boolean lives) {}

  /** A fault that waits for an order. */
  private static final class Planned<T> {
    private int ordersToCome;
    private final T fault;

    Planned(int number, T fault) {
      if (number < 1) {
        throw new IllegalArgumentException("the next order is number 1, not " + number);
      }
      ordersToCome = number;
      this.fault = fault;
    }
  }

  private final List<Planned<Remark>> remarks = new ArrayList<>();
  private final List<Planned<Trouble>> drops = new ArrayList<>();
  private volatile int pieces = 1;
  private volatile Duration betweenPieces = Duration.ZERO;
  private volatile Duration hold = Duration.ZERO;
  private volatile Duration cancellation = Duration.ZERO;
  private volatile boolean lettingErrorsPass;
  private volatile boolean losing;
  private volatile boolean duplicating;
  private volatile boolean reordering;
  private volatile boolean withoutStatus;

  /** Refuses an order with this error; the code need not be one that gateways have. */
  public void reject(int number, int code, String text) {
    plan(remarks, new Planned<>(number, new Remark(code, text, false)));
  }

  /** Sends this error about an order, and accepts it all the same. */
  public void warn(int number, int code, String text) {
    plan(remarks, new Planned<>(number, new Remark(code, text, true)));
  }

  /** Ends the connection when an order arrives, before anything is done with it. */
  public void dropBefore(int number) {
    plan(drops, new Planned<>(number, Trouble.DROP_BEFORE));
  }

  /** Acts upon an order, says nothing about it, and ends the connection. */
  public void dropAfter(int number) {
    plan(drops, new Planned<>(number, Trouble.DROP_AFTER));
  }

  /**
   * Fills orders that arrive from now on in pieces.
   *
   * @param number of executions; an order of fewer units has one for each unit
   * @param between how much of the market's time passes from one to the next; zero for none
   */
  public void pieces(int number, Duration between) {
    if (number < 1 || between.isNegative()) {
      throw new IllegalArgumentException("not possible: " + number + " pieces, " + between);
    }
    pieces = number;
    betweenPieces = between;
  }

  /**
   * Holds every message about orders back until {@link SimulatedGateway#releaseOrderMessages};
   * requests are answered.
   */
  public void hold() {
    hold = UNTIL_RELEASED;
  }

  /** As {@link #hold()}, but errors about orders come at once, before all that is held. */
  public void holdAllButErrors() {
    lettingErrorsPass = true;
    hold();
  }

  /** Holds each message about orders back for this long; requests are answered. */
  public void hold(Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException("nothing can be held for " + time);
    }
    hold = time;
  }

  /** Lets messages about orders go from now on; the gateway sends those that wait. */
  void release() {
    hold = Duration.ZERO;
    lettingErrorsPass = false;
  }

  /** Whether nothing is said about orders unless a client asks; what is not said stays unsaid. */
  public void lose(boolean losing) {
    this.losing = losing;
  }

  /** Whether every message about an order comes twice. */
  public void duplicate(boolean duplicating) {
    this.duplicating = duplicating;
  }

  /** Whether messages that come together come in the opposite order. */
  public void reorder(boolean reordering) {
    this.reordering = reordering;
  }

  /** Whether changes of orders come without a status: real gateways leave some out. */
  public void withoutStatus(boolean withoutStatus) {
    this.withoutStatus = withoutStatus;
  }

  /**
   * Lets cancellations take this much of the market's time: the order is in PendingCancel, and may
   * be filled until then.
   */
  public void cancellationsTake(Duration time) {
    cancellation = time;
  }

  /** Ends all of these faults; what is held back now still waits for its release. */
  void clear() {
    synchronized (this) {
      remarks.clear();
      drops.clear();
    }
    pieces(1, Duration.ZERO);
    release();
    lose(false);
    duplicate(false);
    reorder(false);
    withoutStatus(false);
    cancellationsTake(Duration.ZERO);
  }

  /** What the order that now arrives is answered with, if anything. */
  Optional<Remark> remark() {
    return next(remarks);
  }

  /** What happens to the connection on which an order now arrives, if anything. */
  Optional<Trouble> drop() {
    return next(drops);
  }

  int pieces() {
    return pieces;
  }

  Duration betweenPieces() {
    return betweenPieces;
  }

  Duration holding() {
    return hold;
  }

  boolean lettingErrorsPass() {
    return lettingErrorsPass;
  }

  Duration cancellation() {
    return cancellation;
  }

  boolean losing() {
    return losing;
  }

  boolean duplicating() {
    return duplicating;
  }

  boolean reordering() {
    return reordering;
  }

  boolean leavesStatusOut() {
    return withoutStatus;
  }

  private synchronized <T> void plan(List<Planned<T>> planned, Planned<T> fault) {
    planned.add(fault);
  }

  private synchronized <T> Optional<T> next(List<Planned<T>> planned) {
    Optional<T> now = Optional.empty();
    for (Iterator<Planned<T>> each = planned.iterator(); each.hasNext(); ) {
      Planned<T> fault = each.next();
      fault.ordersToCome--;
      if (fault.ordersToCome == 0) {
        each.remove();
        now = Optional.of(fault.fault);
      }
    }
    return now;
  }
}
