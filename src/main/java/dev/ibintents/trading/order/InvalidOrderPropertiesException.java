package dev.ibintents.trading.order;

/** The order properties of a request are wrong. */
public final class InvalidOrderPropertiesException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message all faults, and the right values
   */
  public InvalidOrderPropertiesException(String message) {
    super(message);
  }
}
