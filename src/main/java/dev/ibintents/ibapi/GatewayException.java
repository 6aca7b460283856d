package dev.ibintents.ibapi;

/** Something went wrong between this client and the gateway. */
public abstract class GatewayException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what went wrong, and what would be right
   */
  protected GatewayException(String message) {
    super(message);
  }

  /**
   * @param message what went wrong, and what would be right
   * @param cause what it came from
   */
  protected GatewayException(String message, Throwable cause) {
    super(message, cause);
  }
}
