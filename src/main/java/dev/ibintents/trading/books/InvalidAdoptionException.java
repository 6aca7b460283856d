package dev.ibintents.trading.books;

/** A correction of holdings is a mistake; the message names everything that is wrong with it. */
public final class InvalidAdoptionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what is wrong, and what would be right
   */
  public InvalidAdoptionException(String message) {
    super(message);
  }
}
