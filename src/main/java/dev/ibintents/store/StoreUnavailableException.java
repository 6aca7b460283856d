package dev.ibintents.store;

/**
 * The store cannot be used now: unreachable, unreadable, forbidden, or too slow for the deadline.
 * If a write was under way, it may or may not have happened; only reading can tell.
 */
public class StoreUnavailableException extends StoreException {
  private static final long serialVersionUID = 1L;

  /** With a message that names the store and what to do. */
  public StoreUnavailableException(String message) {
    super(message);
  }

  /** With a message that names the store and what to do, and the failure underneath. */
  public StoreUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
