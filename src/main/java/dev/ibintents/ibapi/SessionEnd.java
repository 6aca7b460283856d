package dev.ibintents.ibapi;

/**
 * The reason why a session is over. All parts of a session share one instance, so they close
 * together.
 */
final class SessionEnd {
  private volatile RuntimeException cause;

  /** The reason why the session is over; {@code null} while it is not. */
  RuntimeException cause() {
    return cause;
  }

  void reached(RuntimeException cause) {
    this.cause = cause;
  }
}
