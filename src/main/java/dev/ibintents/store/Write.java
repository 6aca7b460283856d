package dev.ibintents.store;

import java.util.Map;

/** A change of one document, checked and normalised. */
public record Write(Kind kind, String path, Map<String, Object> fields) {
  /** The kinds of changes. */
  public enum Kind {
    /** Writes a document, and replaces an existing one. */
    SET,
    /** Replaces some fields of an existing document. */
    UPDATE,
    /** Writes a document that must not exist yet. */
    CREATE,
    /** Deletes a document, if it exists. */
    DELETE
  }

  /** Returns a write that replaces the whole document. */
  public static Write set(String path, Map<String, ?> fields) {
    return of(Kind.SET, path, fields);
  }

  /** Returns a write that replaces the named fields, at least one. */
  public static Write update(String path, Map<String, ?> fields) {
    if (fields != null && fields.isEmpty()) {
      throw new InvalidDocumentException(path + ": an update names no fields");
    }
    return of(Kind.UPDATE, path, fields);
  }

  /** Returns a write of a new document. */
  public static Write create(String path, Map<String, ?> fields) {
    return of(Kind.CREATE, path, fields);
  }

  /** Returns the deletion of a document. */
  public static Write delete(String path) {
    return new Write(Kind.DELETE, DocumentPaths.document(path), Map.of());
  }

  private static Write of(Kind kind, String path, Map<String, ?> fields) {
    Write write =
        new Write(kind, DocumentPaths.document(path), FieldValues.normalise(path, fields));
    DocumentSize.check(path, write.fields);
    return write;
  }
}
