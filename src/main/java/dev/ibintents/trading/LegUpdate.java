package dev.ibintents.trading;

import java.util.Objects;

/**
 * What has become of one order of a run.
 *
 * @param orderRef which order
 * @param state where it stands now
 * @param orderId its number within the client; 0 if nothing new
 * @param permId its number in the account; 0 if nothing new
 * @param message what there is to say about it; empty if nothing new
 */
public record LegUpdate(String orderRef, LegState state, int orderId, long permId, String message) {
  /** Refuses {@code null}, and sending without an order id. */
  public LegUpdate {
    Objects.requireNonNull(orderRef, "orderRef");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(message, "message");
    if (state == LegState.SENT && orderId <= 0) {
      throw new IllegalArgumentException("the order " + orderRef + " is sent without an order id");
    }
  }

  /** It is about to be sent under this order id: to be recorded before the first byte leaves. */
  public static LegUpdate sent(String orderRef, int orderId) {
    return new LegUpdate(orderRef, LegState.SENT, orderId, 0, "");
  }

  /** The broker has it. */
  public static LegUpdate acknowledged(String orderRef, long permId) {
    return new LegUpdate(orderRef, LegState.ACKNOWLEDGED, 0, permId, "");
  }

  /** It has ended at the broker. */
  public static LegUpdate done(String orderRef, long permId, String message) {
    return new LegUpdate(orderRef, LegState.DONE, 0, permId, message);
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
