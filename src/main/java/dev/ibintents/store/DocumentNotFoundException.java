package dev.ibintents.store;

/** The document to be read or updated does not exist. Nothing was written. */
public class DocumentNotFoundException extends StoreException {
  private static final long serialVersionUID = 1L;

  /** Names the missing document. */
  public DocumentNotFoundException(String message) {
    super(message);
  }

  /** Names the missing document, and keeps the exception of the store's client as the cause. */
  public DocumentNotFoundException(String message, Throwable cause) {
    super(message, cause);
  }
}
