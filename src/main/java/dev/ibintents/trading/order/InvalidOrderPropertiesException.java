package dev.ibintents.trading.order;

/** Order properties that a request gives cannot be set. */
public final class InvalidOrderPropertiesException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message everything that is wrong, and what would be right
   */
  public InvalidOrderPropertiesException(String message) {
    super(message);
  }
}
