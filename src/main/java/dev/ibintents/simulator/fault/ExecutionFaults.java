package dev.ibintents.simulator.fault;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

/**
 * Faults of executions and of their commissions. Everything can be changed while the gateway runs.
 * All times are the market's.
 *
 * <p>Where a number names an execution, the next one to happen is 1. Such a fault strikes once.
 */
public final class ExecutionFaults {
  /** The executions of so many days can be listed: TWS keeps seven at most. */
  public static final int MOST_DAYS = 7;

  /**
   * A change of an execution after it has happened.
   *
   * @param kind what is changed
   * @param amount the difference of the price, or the right commission; {@code null} for a bust
   * @param later how long after the execution it comes
   */
  public record Revision(Kind kind, BigDecimal amount, Duration later) {
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
   * Reports the commission of every execution this long after it, and lists it no sooner. Set to
   * zero, it is listed at once; what was not pushed yet is pushed when its time comes.
   *
   * @throws IllegalArgumentException if the time is negative
   */
  public void commissionsTake(Duration time) {
    requireNotNegative(time);
    commissionTime = time;
  }

  /** Whether a commission of −1 is reported first, and listed until the right one is due. */
  public void pendingCommissions(boolean pending) {
    pendingCommissions = pending;
  }

  /**
   * Reports another commission for an execution, some time after it: the account pays the
   * difference.
   *
   * @param amount the right commission, in the instrument's currency
   */
  public void correctCommission(int number, BigDecimal amount, Duration later) {
    revise(number, new Revision(Revision.Kind.COMMISSION, amount, later));
  }

  /**
   * Corrects the price of an execution, some time after it.
   *
   * @param difference what is added to the price of one unit
   */
  public void correctPrice(int number, BigDecimal difference, Duration later) {
    revise(number, new Revision(Revision.Kind.PRICE, difference, later));
  }

  /** Takes an execution back, some time after it: a correction to no units. */
  public void bust(int number, Duration later) {
    revise(number, new Revision(Revision.Kind.BUST, null, later));
  }

  /**
   * Lists the executions of so many days; today is one of them.
   *
   * @throws IllegalArgumentException if it is not from 1 to 7
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

  /** The change that will be made to the execution that happens now, if any. */
  public Optional<Revision> revision() {
    return revisions.next();
  }

  public Duration commissionTime() {
    return commissionTime;
  }

  public boolean isCommissionPending() {
    return pendingCommissions;
  }

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
