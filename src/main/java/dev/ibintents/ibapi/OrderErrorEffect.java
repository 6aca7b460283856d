package dev.ibintents.ibapi;

/** What an error about an order means for that order; {@link OrderErrors} tells which it is. */
public enum OrderErrorEffect {
  /** The order that was sent is not accepted, or, if it was already working, is at its end. */
  REFUSES,
  /** The order is over: its cancellation is confirmed, or the broker or exchange ended it. */
  ENDS,
  /** A change is not accepted; the order stays as it was. */
  REFUSES_CHANGE,
  /**
   * The answer to a cancellation that could not be done; what the order is then, it leaves open.
   */
  ANSWERS_CANCEL,
  /** The order lives. */
  WARNS,
  /** It is about market data, and says nothing about the order. */
  MARKET_DATA,
  /**
   * Whether the order is refused or held depends on the gateway's settings. One that is held shows
   * in no list of open orders and may still be transmitted by hand, so that not finding it proves
   * nothing.
   */
  DEPENDS_ON_SETTINGS,
  /** Nothing is known of it: ask for open orders and executions, and send nothing again. */
  UNKNOWN;

  /**
   * Whether nothing more of the order will be filled, unless a later status of it says otherwise: a
   * status that comes after the error is believed above it.
   */
  public boolean isFinal() {
    return this == REFUSES || this == ENDS;
  }

  /**
   * Whether the order is certainly not dead by this alone, and goes on as it was before.
   *
   * <p>{@link #ANSWERS_CANCEL} is not among them: an order that cannot be cancelled may be filled,
   * or not found.
   */
  public boolean isHarmless() {
    return this == WARNS || this == MARKET_DATA || this == REFUSES_CHANGE;
  }
}
