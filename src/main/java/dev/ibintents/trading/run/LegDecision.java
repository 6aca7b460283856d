package dev.ibintents.trading.run;

import dev.ibintents.trading.ledger.Leg;
import dev.ibintents.trading.ledger.LegState;
import dev.ibintents.trading.ledger.LegUpdate;
import java.util.Optional;

/**
 * The decision of recovery about an order of an abandoned run.
 *
 * @param leg the order, as it was in the ledger
 * @param verdict what to do with it
 * @param sighting the proof that the broker has it, if there is one
 * @param because the reason, for the person who reads the report
 */
public record LegDecision(Leg leg, Verdict verdict, Optional<Sighting> sighting, String because) {

  /** The decision about an order. */
  public enum Verdict {
    /** Nothing: its end is in the ledger already. */
    SETTLED,
    /** Record it, and never send it again: it is or was at the broker. */
    EXISTS,
    /** Send it now: it never arrived, and the plan is recent enough. */
    SEND_NOW,
    /** Close it: it never arrived, and the plan is too old, or a time in the order has passed. */
    EXPIRED_NOT_SENT,
    /** Close it: it never arrived, and is not wanted any more; see {@link Resumption}. */
    NOT_WANTED,
    /**
     * Close it as unknown: it may have arrived. The comparison of books and portfolio will show it.
     */
    LEFT_TO_BOOKS,
    /** Ask the broker again a little later: it may still be on its way. */
    ASK_AGAIN,
    /**
     * Prove first that the gateway is connected to the broker, because the broker does not show it.
     */
    PROVE_LINK
  }

  /** Returns the update of the ledger, if the decision needs nothing else. */
  public Optional<LegUpdate> update() {
    return switch (verdict) {
      case EXISTS -> sighting.map(this::seen);
      case EXPIRED_NOT_SENT -> Optional.of(closed(LegState.EXPIRED));
      case NOT_WANTED -> Optional.of(closed(LegState.NOT_SENT));
      case LEFT_TO_BOOKS -> Optional.of(closed(LegState.UNKNOWN));
      case SETTLED, SEND_NOW, ASK_AGAIN, PROVE_LINK -> Optional.empty();
    };
  }

  /**
   * Returns the decision not to send an order that could be sent, because it is not wanted any
   * more.
   */
  LegDecision notWanted(String why) {
    return new LegDecision(leg, Verdict.NOT_WANTED, Optional.empty(), because + ", and " + why);
  }

  /**
   * The broker's ids and status. The status is no news of a timed order that the ledger has in this
   * state already with a reason: the reason says why the order is still open. Without a time, the
   * message is the broker's earlier status, which the later one replaces.
   */
  private LegUpdate seen(Sighting seen) {
    boolean isKnown = leg.isTimed() && seen.state() == leg.state() && !leg.message().isEmpty();
    return new LegUpdate(
        leg.orderRef(), seen.state(), seen.orderId(), seen.permId(), isKnown ? "" : seen.message());
  }

  private LegUpdate closed(LegState state) {
    return new LegUpdate(leg.orderRef(), state, 0, 0, because);
  }
}
