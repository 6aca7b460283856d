package dev.ibintents.simulator.fault;

import dev.ibintents.simulator.fault.Faults.Trouble;
import dev.ibintents.simulator.server.TwsUser;
import java.time.Duration;
import java.util.Optional;

/**
 * Faults of orders. They can change while the gateway runs.
 *
 * <p>A number names an order; the next order to arrive from any client is number 1. Changes and
 * what-if orders count. Such a fault strikes once. {@link #messages} has the faults of the messages
 * about orders.
 */
public final class OrderFaults {
  /** The time for which messages and orders are held that are held until their release. */
  public static final Duration UNTIL_RELEASED = Duration.ofDays(36_500);

  /**
   * An error that answers an order.
   *
   * @param code any number, even one that no gateway sends
   * @param text the text in English, as gateways write it
   * @param fate the gateway's decision about the order
   * @param held the time for which the order is held; {@code null} if it is not held
   */
  public record OrderError(int code, String text, Fate fate, Duration held) {

    /** Whether the order is held, invisible to clients, until a person transmits it. */
    public boolean isHeld() {
      return fate == Fate.HELD;
    }
  }

  /** The decision about an order that is answered with an error. */
  public enum Fate {
    /** The order is refused. */
    REFUSED,
    /** The order is accepted. */
    LIVES,
    /** The order is held until a person transmits it. */
    HELD
  }

  /**
   * An error that answers a cancellation.
   *
   * @param code such as 10147, 10148 or 161
   * @param gone whether the order has ended without a message
   */
  public record CancelAnswer(int code, boolean gone) {}

  private final Countdown<OrderError> errors = new Countdown<>("order");
  private final Countdown<Trouble> drops = new Countdown<>("order");
  private final Countdown<CancelAnswer> cancelAnswers = new Countdown<>("cancellation");
  private final Countdown<Duration> lateFills = new Countdown<>("cancelled order");
  private volatile int pieces = 1;
  private volatile Duration betweenPieces = Duration.ZERO;
  private volatile Duration cancellation = Duration.ZERO;
  private final OrderMessageFaults messages = new OrderMessageFaults();
  private volatile boolean tifNotice;
  private volatile boolean whatIfTwice;

  /** Refuses an order with an error. The code may be one that gateways do not have. */
  public void reject(int number, int code, String text) {
    errors.plan(number, new OrderError(code, text, Fate.REFUSED, null));
  }

  /** Answers an order with an error, and accepts it nevertheless. */
  public void warn(int number, int code, String text) {
    errors.plan(number, new OrderError(code, text, Fate.LIVES, null));
  }

  /**
   * Answers an order with an error, and holds it at the TWS window until a person transmits it
   * ({@link TwsUser#transmit(long)}). Until then no list shows the order, and no client can cancel
   * it.
   */
  public void holdForTransmit(int number, int code, String text) {
    holdForTransmit(number, code, text, UNTIL_RELEASED);
  }

  /**
   * Holds an order that is transmitted after a time of the market; see {@link #holdForTransmit(int,
   * int, String)}.
   */
  public void holdForTransmit(int number, int code, String text, Duration time) {
    errors.plan(number, new OrderError(code, text, Fate.HELD, time));
  }

  /**
   * Answers a cancellation with an error. The next cancellation of a single order is number 1.
   *
   * @param gone whether the order ends without a message; if not, it lives on
   */
  public void answerCancel(int number, int code, boolean gone) {
    cancelAnswers.plan(number, new CancelAnswer(code, gone));
  }

  /**
   * Fills an order after it was reported as cancelled. The next order that is cancelled for any
   * reason is number 1.
   *
   * @param later the time of the market between the cancellation and the execution
   */
  public void fillAfterCancel(int number, Duration later) {
    lateFills.plan(number, later);
  }

  /**
   * Sets whether error 10349 answers an order without a time in force. A what-if order gets no
   * further answer then.
   */
  public void tifNotice(boolean noticing) {
    this.tifNotice = noticing;
  }

  /** Sets whether a what-if order is answered twice, the first time without figures. */
  public void whatIfTwice(boolean twice) {
    this.whatIfTwice = twice;
  }

  /** Ends the connection when an order arrives, before the gateway acts upon it. */
  public void dropBefore(int number) {
    drops.plan(number, Trouble.DROP_BEFORE);
  }

  /** Acts upon an order, sends nothing about it, and ends the connection. */
  public void dropAfter(int number) {
    drops.plan(number, Trouble.DROP_AFTER);
  }

  /**
   * Fills the orders that arrive from now on in several executions.
   *
   * @param number the number of executions; an order of fewer units has one for each unit
   * @param between the time of the market between two executions; may be zero
   */
  public void pieces(int number, Duration between) {
    if (number < 1 || between.isNegative()) {
      throw new IllegalArgumentException(
          "an order is filled in 1 or more executions, zero or more time apart, not in "
              + number
              + " executions, "
              + between
              + " apart");
    }
    pieces = number;
    betweenPieces = between;
  }

  /** Faults of the messages about orders. */
  public OrderMessageFaults messages() {
    return messages;
  }

  /**
   * Lets cancellations take a time of the market. Until then the order has the status PendingCancel
   * and may be filled.
   */
  public void cancellationsTake(Duration time) {
    cancellation = time;
  }

  /** Ends all of these faults. Messages that are held now still wait for their release. */
  void clear() {
    errors.clear();
    drops.clear();
    cancelAnswers.clear();
    lateFills.clear();
    tifNotice(false);
    whatIfTwice(false);
    pieces(1, Duration.ZERO);
    messages.clear();
    cancellationsTake(Duration.ZERO);
  }

  /** Counts an order that arrives, and returns the error that is planned for it, if any. */
  public Optional<OrderError> nextError() {
    return errors.next();
  }

  /**
   * Counts an order that arrives, and returns the trouble that is planned for its connection, if
   * any.
   */
  public Optional<Trouble> drop() {
    return drops.next();
  }

  /** Counts a cancellation that arrives, and returns the error that is planned for it, if any. */
  public Optional<CancelAnswer> cancelAnswer() {
    return cancelAnswers.next();
  }

  /**
   * Counts an order that is cancelled, and returns the time until it is filled, if that is planned.
   */
  public Optional<Duration> lateFill() {
    return lateFills.next();
  }

  /** Whether error 10349 answers an order without a time in force. */
  public boolean isTifNoticed() {
    return tifNotice;
  }

  /** Whether a what-if order is answered twice, the first time without figures. */
  public boolean isWhatIfTwice() {
    return whatIfTwice;
  }

  /** The number of executions in which an order is filled. */
  public int pieces() {
    return pieces;
  }

  /** The time of the market between two executions of an order. */
  public Duration betweenPieces() {
    return betweenPieces;
  }

  /** The time of the market that a cancellation takes. */
  public Duration cancellation() {
    return cancellation;
  }
}
