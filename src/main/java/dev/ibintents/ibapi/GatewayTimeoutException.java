package dev.ibintents.ibapi;

/** The gateway is connected, but did not answer in time. */
public final class GatewayTimeoutException extends GatewayException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what went wrong, and what would be right
   */
  public GatewayTimeoutException(String message) {
    super(message);
  }

  /**
   * @param message what went wrong, and what would be right
   * @param cause what it came from
   */
  public GatewayTimeoutException(String message, Throwable cause) {
    super(message, cause);
  }
}
