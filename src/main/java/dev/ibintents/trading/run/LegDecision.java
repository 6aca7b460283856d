package dev.ibintents.trading.run;

import dev.ibintents.trading.ledger.Leg;
import dev.ibintents.trading.ledger.LegState;
import dev.ibintents.trading.ledger.LegUpdate;
import java.util.Optional;

/**
 * What recovery has found out about one order of an abandoned run.
 *
 * @param leg the order, as the ledger had it
 * @param verdict what to do
 * @param sighting the broker's proof, if it gave one
 * @param because why, for the person who reads the report
 */
public record LegDecision(Leg leg, Verdict verdict, Optional<Sighting> sighting, String because) {

  /** What is to be done with an order. */
  public enum Verdict {
    /** Nothing: the ledger knows already what became of it. */
    SETTLED,
    /** It is at the broker, or was: to be recorded, and never sent again. */
    EXISTS,
    /** It never arrived, and is young enough: to be sent now. */
    SEND_NOW,
    /** It never arrived, and the plan, or a time of its own, is too old for it to be sent. */
    EXPIRED_NOT_SENT,
    /** It never arrived, and is not to be sent any more: see {@link Resumption}. */
    NOT_WANTED,
    /** Nobody can say whether it arrived: the comparison of books will show. */
    LEFT_TO_BOOKS,
    /** It may still be on its way: the broker is to be asked again, a little later. */
    ASK_AGAIN,
    /** The broker does not show it, and it is not proven that the gateway has the broker at all. */
    PROVE_LINK
  }

  /** What to record about the order, if that is all there is to do with it. */
  public Optional<LegUpdate> update() {
    return switch (verdict) {
      case EXISTS -> sighting.map(this::seen);
      case EXPIRED_NOT_SENT -> Optional.of(closed(LegState.EXPIRED));
      case NOT_WANTED -> Optional.of(closed(LegState.NOT_SENT));
      case LEFT_TO_BOOKS -> Optional.of(closed(LegState.UNKNOWN));
      case SETTLED, SEND_NOW, ASK_AGAIN, PROVE_LINK -> Optional.empty();
    };
  }

  /** This decision, if the order could be sent but is not wanted any more. */
  LegDecision notWanted(String why) {
    return new LegDecision(leg, Verdict.NOT_WANTED, Optional.empty(), because + ", and " + why);
  }

  private LegUpdate seen(Sighting seen) {
    return new LegUpdate(
        leg.orderRef(), seen.state(), seen.orderId(), seen.permId(), seen.message());
  }

  private LegUpdate closed(LegState state) {
    return new LegUpdate(leg.orderRef(), state, 0, 0, because);
  }
}
