package dev.ibintents.environment;

/**
 * A problem of an invocation that answered nevertheless.
 *
 * @param code the kind of problem: the id of a {@link Code}
 * @param message what was wrong, and what would be right
 */
public record Problem(String code, String message) {
  /** The kinds of problems. */
  public enum Code {
    /** No part of a request succeeded, so that a retry of it begins anew. */
    NOTHING_SUCCEEDED(
        "nothing-succeeded",
        Fails.ALL,
        "no part of the request succeeded; a retry under the same key begins anew"),
    /** A strategy has no usable signals, or failed. */
    STRATEGY_FAILED(
        "strategy-failed", Fails.NONE, "a strategy failed, and its holdings stay as they are"),
    /** A strategy has exposure, and no document of a known kind. */
    STRATEGY_UNKNOWN(
        "strategy-unknown",
        Fails.NONE,
        "a strategy has exposure, and has no document, or one of an unknown kind"),
    /** A strategy's signals, or the bars that it computes on, are too old. */
    STRATEGY_STALE(
        "strategy-stale",
        Fails.NONE,
        "the signals of a strategy, or the bars that it computes on, are too old to trade on"),
    /** A strategy holds something, or was named, and has no exposure. */
    STRATEGY_WITHOUT_EXPOSURE(
        "strategy-without-exposure",
        Fails.NONE,
        "a strategy was named, or holds something, and has no exposure, so that nothing trades it"),
    /** The gateway knows no contract, or several, where one is needed. */
    CONTRACT_UNRESOLVED(
        "contract-unresolved",
        Fails.NONE,
        "a contract is not exactly one instrument; the message has the gateway's words"),
    /** A contract has no usable price, or its currency no exchange rate. */
    NO_PRICE(
        "no-price",
        Fails.NONE,
        "a contract has no usable price, or its currency no exchange rate; the message has the"
            + " gateway's words"),
    /** Cash is left as it is because it is not known how much of it is free. */
    CASH_UNCLEAR(
        "cash-unclear",
        Fails.NONE,
        "it is not known how much cash of a currency is free, so that it is left as it is"),
    /** Bars of a series were not collected, or not to the end. */
    SERIES_NOT_COLLECTED(
        "series-not-collected",
        Fails.NONE,
        "the bars of a contract were not collected, or not to the end"),
    /** The broker refused an order. */
    ORDER_REFUSED("order-refused", Fails.NONE, "the broker refused an order"),
    /** The account belongs to the other trading mode. */
    ACCOUNT_OF_OTHER_MODE(
        "account-of-other-mode",
        Fails.NONE,
        "the account belongs to the other trading mode: it can be looked at, and nothing is traded"
            + " or booked on it"),
    /** Orders of a run were never sent, and will not be. */
    ORDERS_NOT_SENT(
        "orders-not-sent", Fails.TRADING, "orders of a run were never sent, and will not be"),
    /** Purchases of a run waited for the cash of its sales, and were never sent. */
    PURCHASES_NOT_SENT(
        "purchases-not-sent",
        Fails.TRADING,
        "purchases of a run waited for the cash of its sales, which did not come in time; they were"
            + " never sent, and will not be"),
    /** The time to fill an order is over, and it is still open, or its fill is not known. */
    REST_NOT_CANCELLED(
        "rest-not-cancelled",
        Fails.TRADING,
        "the time to fill an order (fillWithin) is over, and its rest is still open, or it is not"
            + " known how much was filled"),
    /** It is not known whether orders of a run that broke off have reached the broker. */
    ORDERS_IN_DOUBT(
        "orders-in-doubt",
        Fails.TRADING,
        "it is not known whether orders of a run that broke off reached the broker; they are not"
            + " sent again"),
    /** The client id was changed while orders were unsettled that were sent under another one. */
    CLIENT_ID_CHANGED(
        "client-id-changed",
        Fails.NONE,
        "clientId was changed while orders that were sent under another one are unsettled"),
    /** The broker shows an order otherwise than it was recorded. */
    ORDER_CONTRADICTS_BOOKS(
        "order-contradicts-books",
        Fails.NONE,
        "the broker shows an order otherwise than ledger and books had recorded it; the broker was"
            + " believed"),
    /** An order has a reference of this product that neither ledger nor books know. */
    ORDER_UNMATCHED(
        "order-unmatched",
        Fails.NONE,
        "an order at the broker has a reference of this product's that neither ledger nor books"
            + " know; its contract is not traded"),
    /** The fate of an order is not known, or how much of it was filled. */
    ORDER_UNSETTLED(
        "order-unsettled",
        Fails.NONE,
        "the fate of an order is not known; the strategies that wanted it are left alone"),
    /** Positions are still open that were to be closed. */
    NOT_CLOSED(
        "not-closed",
        Fails.TRADING,
        "positions were not closed, because an order in their contract could not be cancelled, or"
            + " because the gateway does not know the contract"),
    /** Strategies hold more by the books than may be traded without going beyond the account. */
    HOLDINGS_BEYOND_ACCOUNT(
        "holdings-beyond-account",
        Fails.NONE,
        "strategies hold more by the books than the account has for them; the rest was not closed,"
            + " and a currency not balanced"),
    /** The broker would refuse an order of a preview, or gives no figures for it. */
    PREVIEW_INCOMPLETE(
        "preview-incomplete",
        Fails.NONE,
        "the broker would refuse an order of the preview, gave no figures for it, or was not"
            + " asked"),
    /** A run that closes positions was done before, and something is open again. */
    STILL_OPEN(
        "still-open",
        Fails.NONE,
        "a run that closes positions was done before, and something is open now"),
    /** The configuration has faults, so that nothing trades, whatever the kill switch says. */
    CONFIGURATION_FAULTY(
        "configuration-faulty",
        Fails.NONE,
        "the configuration has faults, so that nothing trades, whatever the kill switch says");

    private final String id;
    private final Fails fails;
    private final String words;

    /** The intents that answer with a status of failure because of a problem. */
    private enum Fails {
      NONE,
      TRADING,
      ALL
    }

    Code(String id, Fails fails, String words) {
      this.id = id;
      this.fails = fails;
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
      return fails != Fails.NONE;
    }

    /** Whether every intent answers with a status of failure because of it. */
    public boolean failsAll() {
      return fails == Fails.ALL;
    }
  }
}
