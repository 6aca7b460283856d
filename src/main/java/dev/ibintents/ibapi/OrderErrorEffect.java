package dev.ibintents.ibapi;

/** The meaning of an error for its order; {@link OrderErrors} assigns it. */
public enum OrderErrorEffect {
  /** The order is not accepted or, if it was already working, has ended. */
  REFUSES,
  /** The order has ended: its cancellation is confirmed, or the broker or exchange ended it. */
  ENDS,
  /** A change is not accepted; the order stays as it was. */
  REFUSES_CHANGE,
  /** A cancellation could not be done. The state of the order remains open. */
  ANSWERS_CANCEL,
  /** The error is a warning, and the order is live. */
  WARNS,
  /** The error is about market data and says nothing about the order. */
  MARKET_DATA,
  /**
   * The gateway's settings decide whether the order is refused or held. A held order shows in no
   * list of open orders and may still be transmitted by hand. So a missing order proves nothing.
   */
  DEPENDS_ON_SETTINGS,
  /** The meaning is unknown: ask for open orders and executions, and send no order again. */
  UNKNOWN;

  /**
   * Whether no more of the order will be filled, unless a later status says otherwise: a later
   * status outweighs the error.
   */
  public boolean isFinal() {
    return this == REFUSES || this == ENDS;
  }

  /**
   * Whether this error alone cannot have ended the order, so that it goes on as before.
   *
   * <p>{@link #ANSWERS_CANCEL} is not harmless: an order that cannot be cancelled may be filled, or
   * not found.
   */
  public boolean isHarmless() {
    return this == WARNS || this == MARKET_DATA || this == REFUSES_CHANGE;
  }
}
