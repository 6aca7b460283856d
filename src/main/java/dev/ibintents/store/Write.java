package dev.ibintents.store;

import java.util.Map;

/** One checked and normalised change of one document. */
public record Write(Kind kind, String path, Map<String, Object> fields) {
  public enum Kind {
    SET,
    UPDATE,
    CREATE,
    DELETE
  }

  public static Write set(String path, Map<String, ?> fields) {
    return of(Kind.SET, path, fields);
  }

  public static Write update(String path, Map<String, ?> fields) {
    if (fields != null && fields.isEmpty()) {
      throw new InvalidDocumentException(path + ": an update names no fields");
    }
    return of(Kind.UPDATE, path, fields);
  }

  public static Write create(String path, Map<String, ?> fields) {
    return of(Kind.CREATE, path, fields);
  }

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
