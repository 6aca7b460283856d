package dev.ibintents.intent.trade;

/** A market is closed, and the configuration or the request refuses to trade then. */
public final class MarketClosedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param closed the contracts and the reasons, in words
   */
  public MarketClosedException(String closed) {
    super(
        "nothing was sent, because whenClosed is refuse, and a market is closed: "
            + closed
            + ". Ask again in that session, or with whenClosed skip or queue");
  }
}
