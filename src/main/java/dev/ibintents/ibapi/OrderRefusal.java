package dev.ibintents.ibapi;

import dev.ibintents.ibapi.message.ErrorMessage;

/** The errors about one order: the refusal among them, and whether it still stands. */
final class OrderRefusal {
  private ErrorMessage refusal;
  private boolean stands;
  private ErrorMessage last;

  /** Takes an error that carries the order's id. */
  void received(ErrorMessage error, OrderErrorEffect effect) {
    if (effect.isFinal()) {
      refusal = error;
      stands = true;
    }
    if (!effect.isHarmless() && effect != OrderErrorEffect.ANSWERS_CANCEL) {
      last = error;
    }
  }

  /** Takes a status of a live order, which outweighs every earlier error. */
  void outweighed() {
    stands = false;
  }

  /** Whether an error has refused or ended the order, and no later status outweighs it. */
  boolean stands() {
    return stands;
  }

  /** Whether the last refusal is the end of an order that may have been live. */
  boolean isEnd() {
    return OrderErrors.effectOf(refusal) == OrderErrorEffect.ENDS;
  }

  /** The last error that refuses or ends the order, outweighed or not; {@code null} if none. */
  ErrorMessage error() {
    return refusal;
  }

  /** The last error that may explain the end of the order; {@code null} if none. */
  ErrorMessage lastError() {
    return last;
  }
}
