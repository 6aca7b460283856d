package dev.ibintents.intent;

/** A request has parameters that the intent does not take, or values of a wrong form. */
public final class InvalidParametersException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message names every fault, and says what would be right
   */
  public InvalidParametersException(String message) {
    super(message);
  }
}
