package dev.ibintents.store;

/** A failure of the store. The subclasses name the kinds of failures. */
public class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Creates a failure with a message for the person who has to act on it. */
  public StoreException(String message) {
    super(message);
  }

  /**
   * Creates a failure with a message for the person who has to act on it, and the failure that
   * caused it.
   */
  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
