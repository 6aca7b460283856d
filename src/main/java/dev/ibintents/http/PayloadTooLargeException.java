package dev.ibintents.http;

/** A body that is longer than any request needs to be. */
final class PayloadTooLargeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PayloadTooLargeException(int longest) {
    super("the body is longer than " + longest + " bytes; no intent takes as much");
  }
}
