package dev.ibintents.store;

/**
 * A path, value or query that no store accepts: a malformed path, a value of a type that is not
 * stored, or a document that is too large. Repeating does not help.
 */
public class InvalidDocumentException extends StoreException {
  private static final long serialVersionUID = 1L;

  /** Names the path, and the field if there is one. */
  public InvalidDocumentException(String message) {
    super(message);
  }

  /** Names the path, and keeps the exception of the store's client as the cause. */
  public InvalidDocumentException(String message, Throwable cause) {
    super(message, cause);
  }
}
