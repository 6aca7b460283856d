package dev.ibintents;

/** A body that is not JSON; its message is the whole error, word for word. */
final class InvalidJsonException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InvalidJsonException(Exception cause) {
    super("Invalid JSON body", cause);
  }
}
