package dev.ibintents.http;

/** A request that has no single clear meaning. */
public final class BadRequestException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says what is unclear, and what would be clear. */
  public BadRequestException(String message) {
    super(message);
  }
}
