package dev.ibintents.store;

/** Something went wrong with the store; the subclasses say what can be told apart. */
public class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With a message for the person who has to act on it. */
  public StoreException(String message) {
    super(message);
  }

  /** With a message for the person who has to act on it, and the failure underneath. */
  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
