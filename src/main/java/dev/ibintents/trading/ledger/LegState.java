package dev.ibintents.trading.ledger;

import dev.ibintents.store.StoredWord;
import java.util.EnumSet;
import java.util.Set;

/**
 * How far one order of a run has come. A leg is written as sent before its first byte leaves, so a
 * planned one has never left.
 */
public enum LegState implements StoredWord {
  /** Not sent, or certainly held back when it was about to be. */
  PLANNED("planned"),
  /** May have left; whether it arrived is not known yet. */
  SENT("sent"),
  /** The broker has it, and it can still be filled. */
  ACKNOWLEDGED("acknowledged"),
  /** It has ended at the broker: filled, cancelled or expired there. */
  DONE("done"),
  /** The broker refused it. */
  REJECTED("rejected"),
  /** It never arrived, and is too old to be sent now. */
  EXPIRED("expired"),
  /** It was held back on purpose: nobody wants it any more, or trading is disabled. */
  NOT_SENT("notSent"),
  /** It was sent, and nobody can say any more whether it arrived; the books' comparison will. */
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

  /** Whether the order has ended, as far as anybody knows. Only the broker can prove otherwise. */
  public boolean isTerminal() {
    return switch (this) {
      case PLANNED, SENT, ACKNOWLEDGED -> false;
      case DONE, REJECTED, EXPIRED, NOT_SENT, UNKNOWN -> true;
    };
  }

  /** Whether the broker has refused the order, or it certainly never arrived. */
  public boolean isCertainlyAbsent() {
    return this == REJECTED || this == EXPIRED || this == NOT_SENT;
  }

  /** Whether it is known what became of the order, so that its run may end. */
  public boolean isSettled() {
    return this != PLANNED && this != SENT;
  }

  /**
   * Whether a leg may go from this state to another, or stay. What the broker says wins over what
   * the ledger thinks: an order that is there exists, whatever is written, also of a run that has
   * ended. A leg may be sent again, but only by recovery, or if its own sender has held it back:
   * see {@link Leg#with}.
   */
  public boolean allows(LegState state) {
    return state == this || next().contains(state);
  }

  private Set<LegState> next() {
    return switch (this) {
      case PLANNED -> EnumSet.of(SENT, ACKNOWLEDGED, DONE, REJECTED, EXPIRED, NOT_SENT);
      case SENT -> EnumSet.of(PLANNED, ACKNOWLEDGED, DONE, REJECTED, EXPIRED, NOT_SENT, UNKNOWN);
      case ACKNOWLEDGED -> EnumSet.of(DONE, REJECTED);
      case REJECTED, EXPIRED, NOT_SENT, UNKNOWN -> EnumSet.of(ACKNOWLEDGED, DONE);
      case DONE -> EnumSet.noneOf(LegState.class);
    };
  }

  @Override
  public String toString() {
    return id;
  }
}
