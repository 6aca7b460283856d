package dev.ibintents.store;

/** A transaction was to create a document that exists already. Nothing was written. */
public class DocumentExistsException extends StoreException {
  private static final long serialVersionUID = 1L;

  /** Names the document. */
  public DocumentExistsException(String message) {
    super(message);
  }

  /** Names the document, and keeps the store's own words as the cause. */
  public DocumentExistsException(String message, Throwable cause) {
    super(message, cause);
  }
}
