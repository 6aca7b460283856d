package dev.ibintents.store;

/** The document to be created exists already. Nothing was written. */
public class DocumentExistsException extends StoreException {
  private static final long serialVersionUID = 1L;

  /** Names the document. */
  public DocumentExistsException(String message) {
    super(message);
  }

  /** Names the document, and keeps the exception of the store's client as the cause. */
  public DocumentExistsException(String message, Throwable cause) {
    super(message, cause);
  }
}
