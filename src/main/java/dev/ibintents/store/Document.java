package dev.ibintents.store;

import java.util.Map;

/**
 * A document at the moment of reading. Two documents are equal if their paths and normalised fields
 * are equal.
 *
 * @param path slash path with an even number of segments, as in {@code config/paper}
 * @param fields the normalised fields: null, Boolean, Long, Double, String, Instant in whole
 *     microseconds, and immutable lists and maps of these
 */
public record Document(String path, Map<String, Object> fields) implements Fields {

  /**
   * Normalises the fields, as {@link DocumentStore#set} does.
   *
   * @throws InvalidDocumentException for a malformed path or a value of a type that is not stored
   */
  public Document {
    DocumentPaths.document(path);
    fields = FieldValues.normalise(path, fields);
  }

  /** Returns the last segment of the path. */
  public String id() {
    return DocumentPaths.id(path);
  }

  @Override
  public String where() {
    return path;
  }
}
