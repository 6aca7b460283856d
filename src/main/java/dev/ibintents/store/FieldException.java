package dev.ibintents.store;

/** A stored field is missing or has another type than its reader expects. */
public class FieldException extends StoreException {
  private static final long serialVersionUID = 1L;

  /** Names the document, the field, the type expected and the value found. */
  public FieldException(String message) {
    super(message);
  }
}
