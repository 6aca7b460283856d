package dev.ibintents.ibapi;

/** No session with the gateway: it could not be reached, or the connection was lost. */
public final class GatewayUnreachableException extends GatewayException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what went wrong, and what would be right
   */
  public GatewayUnreachableException(String message) {
    super(message);
  }

  /**
   * @param message what went wrong, and what would be right
   * @param cause what it came from
   */
  public GatewayUnreachableException(String message, Throwable cause) {
    super(message, cause);
  }
}
