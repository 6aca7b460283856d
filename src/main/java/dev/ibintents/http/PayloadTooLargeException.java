package dev.ibintents.http;

/** A body that is longer than the limit. */
final class PayloadTooLargeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PayloadTooLargeException(int longest) {
    super("the body is longer than " + longest + " bytes, which is the limit for this intent");
  }
}
