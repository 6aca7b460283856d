package dev.ibintents.simulator.fault;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

/**
 * Faults of executions and of their commissions. They can change while the gateway runs. All times
 * are the market's.
 *
 * <p>A number names an execution; the next execution is number 1. Such a fault strikes once.
 */
public final class ExecutionFaults {
  /** The largest number of days whose executions can be listed. TWS keeps seven at most. */
  public static final int MOST_DAYS = 7;

  /**
   * A change of an execution after it has happened.
   *
   * @param kind the kind of the change
   * @param amount the difference of the price, or the right commission; {@code null} for a bust
   * @param later the time between the execution and its change
   */
  public record Revision(Kind kind, BigDecimal amount, Duration later) {
    /** The kind of a change: a cancelled execution, another price, or another commission. */
    public enum Kind {
      BUST,
      PRICE,
      COMMISSION
    }
  }

  private final Countdown<Revision> revisions = new Countdown<>("execution");
  private volatile Duration commissionTime = Duration.ZERO;
  private volatile boolean pendingCommissions;
  private volatile int days = 1;

  /**
   * Delays the commission report of every execution by a time, and lists the commission no sooner.
   *
   * <p>After a change to zero, commissions are listed at once. A delayed report still comes at its
   * own time.
   *
   * @throws IllegalArgumentException if the time is negative
   */
  public void commissionsTake(Duration time) {
    requireNotNegative(time);
    commissionTime = time;
  }

  /**
   * Sets whether a commission of −1 is reported first, and listed until the right commission is
   * due.
   */
  public void pendingCommissions(boolean pending) {
    pendingCommissions = pending;
  }

  /**
   * Reports another commission for an execution after a time. The account pays the difference.
   *
   * @param amount the right commission, in the instrument's currency
   */
  public void correctCommission(int number, BigDecimal amount, Duration later) {
    revise(number, new Revision(Revision.Kind.COMMISSION, amount, later));
  }

  /**
   * Corrects the price of an execution after a time.
   *
   * @param difference the amount that is added to the price of one unit
   */
  public void correctPrice(int number, BigDecimal difference, Duration later) {
    revise(number, new Revision(Revision.Kind.PRICE, difference, later));
  }

  /** Cancels an execution after a time. It is a correction to 0 units. */
  public void bust(int number, Duration later) {
    revise(number, new Revision(Revision.Kind.BUST, null, later));
  }

  /**
   * Lists the executions of a number of days, today included.
   *
   * @throws IllegalArgumentException if the number is not from 1 to 7
   */
  public void listDays(int days) {
    if (days < 1 || days > MOST_DAYS) {
      throw new IllegalArgumentException(
          "executions of 1 to %d days can be listed, not of %d".formatted(MOST_DAYS, days));
    }
    this.days = days;
  }

  void clear() {
    revisions.clear();
    commissionsTake(Duration.ZERO);
    pendingCommissions(false);
    listDays(1);
  }

  /** Counts an execution, and returns the change that is planned for it, if any. */
  public Optional<Revision> revision() {
    return revisions.next();
  }

  /** The time between an execution and its commission report. */
  public Duration commissionTime() {
    return commissionTime;
  }

  /** Whether a commission of −1 is reported first. */
  public boolean isCommissionPending() {
    return pendingCommissions;
  }

  /** The number of days whose executions are listed, today included. */
  public int days() {
    return days;
  }

  private void revise(int number, Revision revision) {
    requireNotNegative(revision.later());
    revisions.plan(number, revision);
  }

  private static void requireNotNegative(Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException("a time cannot be negative: " + time);
    }
  }
}
