package dev.ibintents.simulator.fault;

import dev.ibintents.simulator.fault.Faults.Trouble;
import dev.ibintents.simulator.server.SimulatedGateway;
import dev.ibintents.simulator.server.Tws;
import java.time.Duration;
import java.util.Optional;

/**
 * What goes wrong on purpose with orders. Everything can be changed while the gateway runs.
 *
 * <p>Where a number says which order is meant, the next one to arrive is 1, whoever sends it;
 * changes and what-if orders count. Each such fault strikes once.
 */
public final class OrderFaults {
  /** How long messages are held back that are held until they are released. */
  public static final Duration UNTIL_RELEASED = Duration.ofDays(36_500);

  /**
   * An error that an order is answered with.
   *
   * @param code any number, those that no gateway sends included
   * @param text in English, as gateways write it
   * @param fate what becomes of the order all the same
   * @param held how long it is held, if that is its fate; {@code null} otherwise
   */
  public record Remark(int code, String text, Fate fate, Duration held) {

    /** Whether the order waits, unseen, for somebody who transmits it. */
    public boolean isHeld() {
      return fate == Fate.HELD;
    }
  }

  /** What becomes of an order that is answered with an error. */
  public enum Fate {
    REFUSED,
    LIVES,
    HELD
  }

  /**
   * An error that a cancellation is answered with.
   *
   * @param code such as 10147, 10148 or 161
   * @param gone whether the order has ended without a word
   */
  public record CancelAnswer(int code, boolean gone) {}

  private final Countdown<Remark> remarks = new Countdown<>("order");
  private final Countdown<Trouble> drops = new Countdown<>("order");
  private final Countdown<CancelAnswer> cancelAnswers = new Countdown<>("cancellation");
  private final Countdown<Duration> lateFills = new Countdown<>("cancelled order");
  private volatile int pieces = 1;
  private volatile Duration betweenPieces = Duration.ZERO;
  private volatile Duration hold = Duration.ZERO;
  private volatile Duration cancellation = Duration.ZERO;
  private volatile boolean lettingErrorsPass;
  private volatile boolean losing;
  private volatile boolean duplicating;
  private volatile boolean reordering;
  private volatile boolean withoutStatus;
  private volatile boolean tifNotice;

  /** Refuses an order with this error; the code need not be one that gateways have. */
  public void reject(int number, int code, String text) {
    remarks.plan(number, new Remark(code, text, Fate.REFUSED, null));
  }

  /** Sends this error about an order, and accepts it all the same. */
  public void warn(int number, int code, String text) {
    remarks.plan(number, new Remark(code, text, Fate.LIVES, null));
  }

  /**
   * Answers an order with this error and holds it at the TWS window until somebody transmits it
   * ({@link Tws#transmit(long)}). Until then no list shows it, and no client can cancel it.
   */
  public void holdForTransmit(int number, int code, String text) {
    holdForTransmit(number, code, text, UNTIL_RELEASED);
  }

  /** Like {@link #holdForTransmit(int, int, String)}; it is transmitted after this market time. */
  public void holdForTransmit(int number, int code, String text, Duration time) {
    remarks.plan(number, new Remark(code, text, Fate.HELD, time));
  }

  /**
   * Answers a cancellation with this error. The next cancellation of a single order is number 1.
   *
   * @param gone whether the order ends with it, without a word; if not, it lives on
   */
  public void answerCancel(int number, int code, boolean gone) {
    cancelAnswers.plan(number, new CancelAnswer(code, gone));
  }

  /**
   * Fills an order after it was reported as cancelled. The next order that is cancelled, for
   * whatever reason, is number 1.
   *
   * @param later how much of the market's time passes until the execution is seen
   */
  public void fillAfterCancel(int number, Duration later) {
    lateFills.plan(number, later);
  }

  /**
   * Whether an order without a time in force is answered with 10349, and a what-if with no more.
   */
  public void tifNotice(boolean noticing) {
    this.tifNotice = noticing;
  }

  /** Ends the connection when an order arrives, before anything is done with it. */
  public void dropBefore(int number) {
    drops.plan(number, Trouble.DROP_BEFORE);
  }

  /** Acts upon an order, says nothing about it, and ends the connection. */
  public void dropAfter(int number) {
    drops.plan(number, Trouble.DROP_AFTER);
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
  public void release() {
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
    remarks.clear();
    drops.clear();
    cancelAnswers.clear();
    lateFills.clear();
    tifNotice(false);
    pieces(1, Duration.ZERO);
    release();
    lose(false);
    duplicate(false);
    reorder(false);
    withoutStatus(false);
    cancellationsTake(Duration.ZERO);
  }

  /** What the order that now arrives is answered with, if anything. */
  public Optional<Remark> remark() {
    return remarks.next();
  }

  /** What happens to the connection on which an order now arrives, if anything. */
  public Optional<Trouble> drop() {
    return drops.next();
  }

  /** What the cancellation that now arrives is answered with, if not with the usual. */
  public Optional<CancelAnswer> cancelAnswer() {
    return cancelAnswers.next();
  }

  /** How long after its cancellation the order that is now cancelled is filled, if at all. */
  public Optional<Duration> lateFill() {
    return lateFills.next();
  }

  public boolean isTifNoticed() {
    return tifNotice;
  }

  public int pieces() {
    return pieces;
  }

  public Duration betweenPieces() {
    return betweenPieces;
  }

  public Duration holding() {
    return hold;
  }

  public boolean lettingErrorsPass() {
    return lettingErrorsPass;
  }

  public Duration cancellation() {
    return cancellation;
  }

  public boolean losing() {
    return losing;
  }

  public boolean duplicating() {
    return duplicating;
  }

  public boolean reordering() {
    return reordering;
  }

  public boolean leavesStatusOut() {
    return withoutStatus;
  }
}
