package dev.ibintents.intent;

/** A request has parameters that the intent does not take, or not in that form. */
public final class InvalidParametersException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message everything that is wrong, and what would be right
   */
  public InvalidParametersException(String message) {
    super(message);
  }
}
