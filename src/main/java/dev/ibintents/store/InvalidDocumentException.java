package dev.ibintents.store;

/**
 * What was to be written, read or asked for can never be: a malformed path, a value of a type that
 * is not stored, a document that is too large. Repeating does not help.
 */
public class InvalidDocumentException extends StoreException {
  private static final long serialVersionUID = 1L;

  /** Names the path, and the field where there is one. */
  public InvalidDocumentException(String message) {
    super(message);
  }

  /** Names the path, and keeps the store's own words as the cause. */
  public InvalidDocumentException(String message, Throwable cause) {
    super(message, cause);
  }
}
