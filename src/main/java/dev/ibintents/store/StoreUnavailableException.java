package dev.ibintents.store;

/**
 * The store cannot be used now: unreachable, unreadable, forbidden, or too slow for the deadline.
 * If a write was under way, it may or may not have happened; only reading can tell.
 */
public class StoreUnavailableException extends StoreException {
  private static final long serialVersionUID = 1L;

  private final boolean permanent;

  /** With a message that names the store and what to do. */
  public StoreUnavailableException(String message) {
    this(message, null);
  }

  /** With a message that names the store and what to do, and the failure underneath. */
  public StoreUnavailableException(String message, Throwable cause) {
    this(message, cause, false);
  }

  private StoreUnavailableException(String message, Throwable cause, boolean permanent) {
    super(message, cause);
    this.permanent = permanent;
  }

  /**
   * A failure that stays until somebody mends its reason: a full disk, a read-only file system, a
   * missing right, a damaged file. Nothing was written.
   */
  public static StoreUnavailableException permanent(String message, Throwable cause) {
    return new StoreUnavailableException(message, cause, true);
  }

  /** Whether it is of no use to ask again before somebody has mended the reason. */
  public boolean isPermanent() {
    return permanent;
  }
}
