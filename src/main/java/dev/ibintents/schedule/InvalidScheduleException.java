package dev.ibintents.schedule;

/** A time or a time zone of a schedule is wrong. The message names it, and says what is right. */
public final class InvalidScheduleException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InvalidScheduleException(String message) {
    super(message);
  }

  InvalidScheduleException(String message, Throwable cause) {
    super(message, cause);
  }
}
