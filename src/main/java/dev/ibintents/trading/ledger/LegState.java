package dev.ibintents.trading.ledger;

import dev.ibintents.store.StoredWord;
import java.util.EnumSet;
import java.util.Set;

/**
 * The state of one order of a run. A leg is written as sent before its first byte leaves, so a
 * planned leg has never left.
 */
public enum LegState implements StoredWord {
  /** Not sent, or certainly held back just before it was sent. */
  PLANNED("planned"),
  /** The order may have left; it is not known yet whether it arrived. */
  SENT("sent"),
  /** The broker has the order, which can still be filled. */
  ACKNOWLEDGED("acknowledged"),
  /**
   * The time to fill the order is over, and its rest is being cancelled. It is written before the
   * broker is asked to cancel it.
   */
  CANCELLING("cancelling"),
  /** The order has ended at the broker: it was filled, was cancelled or has expired there. */
  DONE("done"),
  /** The broker refused the order. */
  REJECTED("rejected"),
  /** The order never arrived, and is too old to be sent now. */
  EXPIRED("expired"),
  /** The order was held back on purpose: it is not wanted any more, or trading is disabled. */
  NOT_SENT("notSent"),
  /**
   * The order was sent, and no answer can tell any more whether it arrived. The comparison of books
   * and account will tell.
   */
  UNKNOWN("unknown");

  private final String id;

  LegState(String id) {
    this.id = id;
  }

  /** The state's name in documents and answers. */
  @Override
  public String id() {
    return id;
  }

  /** Whether the ledger takes the order as ended. Only the broker can prove the opposite. */
  public boolean isTerminal() {
    return switch (this) {
      case PLANNED, SENT, ACKNOWLEDGED, CANCELLING -> false;
      case DONE, REJECTED, EXPIRED, NOT_SENT, UNKNOWN -> true;
    };
  }

  /**
   * Whether the broker has the order, or had it until it ended. An order that is being cancelled
   * does not count.
   */
  public boolean isTaken() {
    return this == ACKNOWLEDGED || this == DONE;
  }

  /** Whether the broker has refused the order, or it certainly never arrived. */
  public boolean isCertainlyAbsent() {
    return this == REJECTED || this == EXPIRED || this == NOT_SENT;
  }

  /** Whether the order's outcome is known, or known to stay unknown, so that its run may end. */
  public boolean isSettled() {
    return this != PLANNED && this != SENT && this != CANCELLING;
  }

  /** Whether it is written before a message leaves that changes the account's orders. */
  boolean precedesMessage() {
    return this == SENT || this == CANCELLING;
  }

  /**
   * Whether a leg may go from this state to another, or stay. The broker's word overrides the
   * ledger's: an order that the broker shows exists, even if the ledger denies it or its run has
   * ended. A leg may be sent again only by recovery, or if its own sender has held it back: see
   * {@link Leg#with}.
   */
  public boolean allows(LegState state) {
    return state == this || next().contains(state);
  }

  private Set<LegState> next() {
    return switch (this) {
      case PLANNED -> EnumSet.of(SENT, ACKNOWLEDGED, DONE, REJECTED, EXPIRED, NOT_SENT);
      case SENT -> EnumSet.of(PLANNED, ACKNOWLEDGED, DONE, REJECTED, EXPIRED, NOT_SENT, UNKNOWN);
      case ACKNOWLEDGED -> EnumSet.of(CANCELLING, DONE, REJECTED);
      case CANCELLING -> EnumSet.of(ACKNOWLEDGED, DONE, REJECTED);
      case REJECTED, EXPIRED, NOT_SENT, UNKNOWN -> EnumSet.of(ACKNOWLEDGED, DONE);
      case DONE -> EnumSet.noneOf(LegState.class);
    };
  }

  @Override
  public String toString() {
    return id;
  }
}
