package dev.ibintents.trading.ledger;

import java.util.Objects;
import java.util.OptionalInt;

/**
 * A change of one order of a run, to be recorded in the ledger.
 *
 * @param orderRef the order's reference
 * @param state its new state
 * @param clientId the client id under which it is sent; empty if nothing new
 * @param orderId its order id of that client; 0 if nothing new
 * @param permId its permanent id in the account; 0 if nothing new
 * @param message the reason for its state, or the broker's words; empty if nothing new
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

  /** An update without a client id. */
  public LegUpdate(String orderRef, LegState state, int orderId, long permId, String message) {
    this(orderRef, state, OptionalInt.empty(), orderId, permId, message);
  }

  /**
   * The order is about to be sent under this client id and order id. Record this before the first
   * byte leaves.
   */
  public static LegUpdate sent(String orderRef, int clientId, int orderId) {
    return new LegUpdate(orderRef, LegState.SENT, OptionalInt.of(clientId), orderId, 0, "");
  }

  /**
   * The order was about to be sent, and not a byte of it has left. Only its sender can know that.
   * The reason is in the message, and may pass.
   */
  public static LegUpdate heldBack(String orderRef, String message) {
    return new LegUpdate(orderRef, LegState.PLANNED, 0, 0, message);
  }

  /** The broker has the order. */
  public static LegUpdate acknowledged(String orderRef, long permId) {
    return new LegUpdate(orderRef, LegState.ACKNOWLEDGED, 0, permId, "");
  }

  /**
   * The broker refused the order; the message has its words. Record this only when no later status
   * can differ.
   */
  public static LegUpdate rejected(String orderRef, String message) {
    return new LegUpdate(orderRef, LegState.REJECTED, 0, 0, message);
  }

  /** The broker is about to be asked to cancel the rest of the order. Record this before. */
  public static LegUpdate cancelling(String orderRef, String message) {
    return new LegUpdate(orderRef, LegState.CANCELLING, 0, 0, message);
  }

  /** The order is still at the broker, although it was to end; the message says why. */
  public static LegUpdate stillOpen(String orderRef, String message) {
    return new LegUpdate(orderRef, LegState.ACKNOWLEDGED, 0, 0, message);
  }

  /** The order has ended at the broker; the message says how. */
  public static LegUpdate done(String orderRef, String message) {
    return new LegUpdate(orderRef, LegState.DONE, 0, 0, message);
  }

  /** The order is not sent, and will not be; the message has the reason. */
  public static LegUpdate notSent(String orderRef, String message) {
    return new LegUpdate(orderRef, LegState.NOT_SENT, 0, 0, message);
  }
}
