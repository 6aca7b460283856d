package dev.ibintents.ibapi;

/** An error between this client and the gateway. */
public abstract class GatewayException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what is wrong, and what would be right
   */
  protected GatewayException(String message) {
    super(message);
  }

  /**
   * @param message what is wrong, and what would be right
   * @param cause the original exception
   */
  protected GatewayException(String message, Throwable cause) {
    super(message, cause);
  }
}
