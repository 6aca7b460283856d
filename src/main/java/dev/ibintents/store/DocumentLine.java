package dev.ibintents.store;

import java.io.IOException;

/**
 * A document as one line of JSON, {@code {"path": …, "fields": {…}}}, that keeps the types of its
 * values: whole numbers are integers, numbers with a point are doubles, exact decimals are texts,
 * and a timestamp is {@code {"$instant": "2026-11-23T15:00:00Z"}}.
 */
public final class DocumentLine {
  private DocumentLine() {}

  /** Writes a document, without an end of line. */
  public static String write(Document document) {
    return FieldsJson.write(document);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws InvalidDocumentException if the line is anything else
   */
  public static Document read(String line) {
    try {
      return FieldsJson.readDocument(line);
    } catch (IOException e) {
      throw new InvalidDocumentException(
          "it is no document; one looks like {\"path\":\"config/paper\",\"fields\":{…}}", e);
    }
  }
}
