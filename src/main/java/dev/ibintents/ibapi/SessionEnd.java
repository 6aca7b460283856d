package dev.ibintents.ibapi;

/**
 * Why a session is over, once it is. All parts of a session ask the same one, so that whoever hears
 * from one of them that it is over finds the others closed too.
 */
final class SessionEnd {
  private volatile RuntimeException cause;

  /** Why the session is over; {@code null} as long as it is not. */
  RuntimeException cause() {
    return cause;
  }

  void reached(RuntimeException why) {
    cause = why;
  }
}
