package dev.ibintents.trading.ledger;

import java.util.Objects;
import java.util.OptionalInt;

/**
 * What has become of one order of a run.
 *
 * @param orderRef which order
 * @param state where it stands now
 * @param clientId under which client id it is sent; empty if nothing new
 * @param orderId its number within the client; 0 if nothing new
 * @param permId its number in the account; 0 if nothing new
 * @param message what there is to say about it; empty if nothing new
 */
public record LegUpdate(
    String orderRef,
    LegState state,
    OptionalInt clientId,
    int orderId,
    long permId,
    String message) {
  /** Refuses {@code null}, and sending without a client id or an order id. */
  public LegUpdate {
    Objects.requireNonNull(orderRef, "orderRef");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(message, "message");
    if (state == LegState.SENT && (orderId <= 0 || clientId.isEmpty())) {
      throw new IllegalArgumentException(
          "the order " + orderRef + " is sent without an order id or a client id");
    }
  }

  /** An update that says nothing of the client. */
  public LegUpdate(String orderRef, LegState state, int orderId, long permId, String message) {
    this(orderRef, state, OptionalInt.empty(), orderId, permId, message);
  }

  /**
   * It is about to be sent under this client id and order id: to be recorded before the first byte
   * leaves.
   */
  public static LegUpdate sent(String orderRef, int clientId, int orderId) {
    return new LegUpdate(orderRef, LegState.SENT, OptionalInt.of(clientId), orderId, 0, "");
  }

  /**
   * It was about to be sent, and not a byte of it has left, for this reason, which may pass. Only
   * its sender can know that.
   */
  public static LegUpdate heldBack(String orderRef, String message) {
    return new LegUpdate(orderRef, LegState.PLANNED, 0, 0, message);
  }

  /** The broker has it. */
  public static LegUpdate acknowledged(String orderRef, long permId) {
    return new LegUpdate(orderRef, LegState.ACKNOWLEDGED, 0, permId, "");
  }

  /** The broker refused it, in these words. To be recorded only when no later status can differ. */
  public static LegUpdate rejected(String orderRef, String message) {
    return new LegUpdate(orderRef, LegState.REJECTED, 0, 0, message);
  }

  /** It is not sent, and will not be, for this reason. */
  public static LegUpdate notSent(String orderRef, String message) {
    return new LegUpdate(orderRef, LegState.NOT_SENT, 0, 0, message);
  }
}
