package dev.ibintents.ibapi;

/**
 * Assigns order ids. They are above every id that this client has used, and every id in open orders
 * of any client (TWS API, "Placing Orders"). Thread-safe.
 *
 * <p>An id that is used again would change another order, or be refused with error 103.
 */
final class OrderIds {
  /**
   * The highest order id. Above it, errors about orders could not be distinguished from errors
   * about requests.
   */
  static final int LAST = 1_999_999_999;

  private static final int UNSET = Integer.MAX_VALUE;

  private int next = 1;

  /**
   * Takes the id of a nextValidId message. The message may come several times, and its id may be
   * lower than ids in use.
   */
  synchronized void nextValidId(int orderId) {
    next = Math.max(next, orderId);
  }

  /** Takes the id of an order that was seen. Manual orders have no id: 0 or a negative number. */
  synchronized void seen(int orderId) {
    if (orderId > 0 && orderId != UNSET) {
      next = Math.max(next, orderId + 1);
    }
  }

  /**
   * Assigns this many consecutive ids.
   *
   * @return the first id
   */
  synchronized int take(int count) {
    if (next > LAST - count + 1) {
      throw new IllegalStateException(
          "the next order id is "
              + next
              + ", and the highest possible id is "
              + LAST
              + ". Reset the API order ID sequence in the gateway's settings");
    }
    int first = next;
    next += count;
    return first;
  }
}
