package dev.ibintents.http;

/** A body that ended, or stalled, before it was whole. */
final class IncompleteBodyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  IncompleteBodyException(String message, Throwable cause) {
    super(message, cause);
  }
}
