package dev.ibintents.store;

import java.util.Map;

/**
 * A document as it was when it was read. Two are equal if their paths and normalised fields are.
 *
 * @param path slash path with an even number of segments, as in {@code config/paper}
 * @param fields normalised: null, Boolean, Long, Double, String, Instant in whole microseconds, and
 *     immutable lists and maps of these
 */
public record Document(String path, Map<String, Object> fields) implements Fields {

  /**
   * Normalises the fields as {@link DocumentStore#set} does.
   *
   * @throws InvalidDocumentException for a malformed path or a value of a type that is not stored
   */
  public Document {
    DocumentPaths.document(path);
    fields = FieldValues.normalise(path, fields);
  }

  /** The last segment of the path. */
  public String id() {
    return DocumentPaths.id(path);
  }

  @Override
  public String where() {
    return path;
  }
}
