package dev.ibintents.store;

/**
 * The store cannot be used now: it is unreachable, unreadable, forbidden, or too slow for the
 * deadline. A write that was under way may or may not have happened; only a read can tell.
 */
public class StoreUnavailableException extends StoreException {
  private static final long serialVersionUID = 1L;

  private final boolean permanent;

  /** Creates a failure with a message that names the store and the remedy. */
  public StoreUnavailableException(String message) {
    this(message, null);
  }

  /**
   * Creates a failure with a message that names the store and the remedy, and the failure that
   * caused it.
   */
  public StoreUnavailableException(String message, Throwable cause) {
    this(message, cause, false);
  }

  private StoreUnavailableException(String message, Throwable cause, boolean permanent) {
    super(message, cause);
    this.permanent = permanent;
  }

  /**
   * Returns a failure that lasts until a person removes its cause: a full disk, a read-only file
   * system, a missing right, a damaged file. Nothing was written.
   */
  public static StoreUnavailableException permanent(String message, Throwable cause) {
    return new StoreUnavailableException(message, cause, true);
  }

  /** Whether the failure lasts until a person removes its cause. */
  public boolean isPermanent() {
    return permanent;
  }
}
