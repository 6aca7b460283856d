package dev.ibintents.home;

/** The words of a command make no sense; the message says what would. */
final class UsageException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }
}
