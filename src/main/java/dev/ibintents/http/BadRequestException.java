package dev.ibintents.http;

/** A request that does not say clearly what it wants. */
public final class BadRequestException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BadRequestException(String message) {
    super(message);
  }
}
