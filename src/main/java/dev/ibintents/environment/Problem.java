package dev.ibintents.environment;

/**
 * Something that did not go as it was meant to, in an invocation that answered all the same.
 *
 * @param code tells kinds of problems apart: one of {@link Code}, by its id
 * @param message what was wrong, and what would be right
 */
public record Problem(String code, String message) {
  /** The kinds of problems. */
  public enum Code {
    /** The account belongs to the other trading mode. */
    ACCOUNT_OF_OTHER_MODE(
        "account-of-other-mode",
        false,
        "the account belongs to the other trading mode: it can be looked at, and nothing is traded"
            + " or booked on it"),
    /** Orders of a run were never sent, and will not be. */
    ORDERS_NOT_SENT("orders-not-sent", true, "orders of a run were never sent, and will not be"),
    /** It is not known whether orders of a run that broke off have reached the broker. */
    ORDERS_IN_DOUBT(
        "orders-in-doubt",
        true,
        "nobody can say whether orders of a run that broke off reached the broker; they are not"
            + " sent again"),
    /** The client id was changed while orders were unsettled that were sent under another one. */
    CLIENT_ID_CHANGED(
        "client-id-changed",
        false,
        "clientId was changed while orders that were sent under another one are unsettled"),
    /** The broker shows an order otherwise than it was recorded. */
    ORDER_CONTRADICTS_BOOKS(
        "order-contradicts-books",
        false,
        "the broker shows an order otherwise than ledger and books had recorded it; the broker was"
            + " believed"),
    /** An order has a reference of this product's, and nobody knows it. */
    ORDER_UNMATCHED(
        "order-unmatched",
        false,
        "an order at the broker has a reference of this product's that neither ledger nor books"
            + " know; its contract is not traded"),
    /** Nobody can say what became of an order, or how much of it was filled. */
    ORDER_UNSETTLED(
        "order-unsettled",
        false,
        "nobody can say what became of an order; the strategies that wanted it are left alone"),
    /** An order could not be cancelled, so the positions in its contract are still open. */
    NOT_CLOSED(
        "not-closed",
        true,
        "an order could not be cancelled, so the positions in its contract were not closed"),
    /** Strategies hold more by the books than may be traded without going beyond the account. */
    HOLDINGS_BEYOND_ACCOUNT(
        "holdings-beyond-account",
        false,
        "strategies hold more by the books than the account has for them; the rest was not closed,"
            + " and a currency not balanced"),
    /** A run that closes positions was done before, and something is open again. */
    STILL_OPEN(
        "still-open",
        false,
        "a run that closes positions was done before, and something is open now");

    private final String id;
    private final boolean failsTrading;
    private final String words;

    Code(String id, boolean failsTrading, String words) {
      this.id = id;
      this.failsTrading = failsTrading;
      this.words = words;
    }

    /** The code in answers, logs and activities. */
    public String id() {
      return id;
    }

    /** The code in words, for the reference. */
    public String words() {
      return words;
    }

    /** Whether an intent that trades answers with a status of failure because of it. */
    public boolean failsTrading() {
      return failsTrading;
    }
  }
}
