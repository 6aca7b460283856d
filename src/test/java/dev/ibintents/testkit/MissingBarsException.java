package dev.ibintents.testkit;

/** A strategy asks for bars that its bench does not have. */
public final class MissingBarsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message the contracts, and the calls that give them bars
   */
  MissingBarsException(String message) {
    super(message);
  }
}
