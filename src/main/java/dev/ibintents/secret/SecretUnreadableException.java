package dev.ibintents.secret;

/** A secret cannot be read. The message names it, and says what would be right. */
public final class SecretUnreadableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SecretUnreadableException(String message) {
    super(message);
  }

  SecretUnreadableException(String message, Throwable cause) {
    super(message, cause);
  }
}
