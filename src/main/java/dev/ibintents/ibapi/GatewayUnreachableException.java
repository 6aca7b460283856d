package dev.ibintents.ibapi;

/** There is no session with the gateway: it could not be reached, or the connection was lost. */
public final class GatewayUnreachableException extends GatewayException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what is wrong, and what would be right
   */
  public GatewayUnreachableException(String message) {
    super(message);
  }

  /**
   * @param message what is wrong, and what would be right
   * @param cause the original exception
   */
  public GatewayUnreachableException(String message, Throwable cause) {
    super(message, cause);
  }
}
