package dev.ibintents.http;

import dev.ibintents.intent.Detailed;

/** A body that is not JSON. The message stands in the answer without the name of this class. */
final class InvalidJsonException extends RuntimeException implements Detailed {
  private static final long serialVersionUID = 1L;

  private final String detail;

  /**
   * The detail that the answer gives beside the error.
   *
   * @param detail line and column of the first fault, the text found there, and a hint
   */
  record Detail(String detail) {}

  InvalidJsonException(String detail, Exception cause) {
    super("Invalid JSON body", cause);
    this.detail = detail;
  }

  @Override
  public Object details() {
    return new Detail(detail);
  }
}
