package dev.ibintents.ibapi;

/** The gateway is connected, but it did not answer in time. */
public final class GatewayTimeoutException extends GatewayException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what is wrong, and what would be right
   */
  public GatewayTimeoutException(String message) {
    super(message);
  }

  /**
   * @param message what is wrong, and what would be right
   * @param cause the original exception
   */
  public GatewayTimeoutException(String message, Throwable cause) {
    super(message, cause);
  }
}
