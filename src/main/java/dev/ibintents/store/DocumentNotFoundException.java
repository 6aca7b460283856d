package dev.ibintents.store;

/** A document was to be updated, or was required, that does not exist. Nothing was written. */
public class DocumentNotFoundException extends StoreException {
  private static final long serialVersionUID = 1L;

  /** Names the missing document. */
  public DocumentNotFoundException(String message) {
    super(message);
  }

  /** Names the missing document, and keeps the store's own words as the cause. */
  public DocumentNotFoundException(String message, Throwable cause) {
    super(message, cause);
  }
}
