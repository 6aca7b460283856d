package dev.ibintents.home;

/** The words of a command are wrong; the message says what would be right. */
final class UsageException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }
}
