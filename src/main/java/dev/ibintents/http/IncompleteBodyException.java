package dev.ibintents.http;

/** A body that ended, or stopped, before it was complete. */
final class IncompleteBodyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  IncompleteBodyException(String message, Throwable cause) {
    super(message, cause);
  }
}
