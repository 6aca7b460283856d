package dev.ibintents.store;

import java.io.IOException;

/**
 * Writes and reads a document as one line of JSON, {@code {"path": …, "fields": {…}}}. The line
 * keeps the types of the values: whole numbers are integers, numbers with a point are doubles, and
 * exact decimals are texts. A timestamp is {@code {"$instant": "2026-11-23T15:00:00Z"}}.
 */
public final class DocumentLine {
  private DocumentLine() {}

  /** Writes a document, without a line break. */
  public static String write(Document document) {
    return FieldsJson.write(document);
  }

  /**
   * Reads a line that {@link #write} wrote.
   *
   * @throws InvalidDocumentException if the line has another form
   */
  public static Document read(String line) {
    try {
      return FieldsJson.readDocument(line);
    } catch (IOException e) {
      throw new InvalidDocumentException(
          "it is no document; a document looks like {\"path\":\"config/paper\",\"fields\":{…}}", e);
    }
  }
}
