package dev.ibintents.ibapi;

/**
 * Gives orders their numbers: above every one that this client has used, and above every one that
 * was seen in open orders, of whichever client (TWS API, "Placing Orders"). A number that is used
 * again would change another order, or be refused with error 103. Safe for several threads.
 */
final class OrderIds {
  /** Above this, errors for orders could not be told from errors for requests. */
  static final int LAST = 1_999_999_999;

  private static final int UNSET = Integer.MAX_VALUE;

  private int next = 1;

  /** What nextValidId says; it may come several times, and may be lower than what is in use. */
  synchronized void nextValidId(int orderId) {
    next = Math.max(next, orderId);
  }

  /** An order has this number; manual orders have none, 0 or one below it. */
  synchronized void seen(int orderId) {
    if (orderId > 0 && orderId != UNSET) {
      next = Math.max(next, orderId + 1);
    }
  }

  /**
   * Takes so many numbers that follow each other.
   *
   * @return the first of them
   */
  synchronized int take(int count) {
    if (next > LAST - count + 1) {
      throw new IllegalStateException(
          "order ids have come to "
              + next
              + ", and at most "
              + LAST
              + " are possible here. Reset the API order ID sequence in the gateway's settings");
    }
    int first = next;
    next += count;
    return first;
  }
}
