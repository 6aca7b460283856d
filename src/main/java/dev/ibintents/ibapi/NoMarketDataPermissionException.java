package dev.ibintents.ibapi;

/**
 * The login may not see the market data that was asked for. Subscribe to the data at the broker.
 */
public final class NoMarketDataPermissionException extends RequestRefusedException {
  private static final long serialVersionUID = 1L;

  NoMarketDataPermissionException(String asked, int code, String text) {
    super(asked, code, text);
  }
}
