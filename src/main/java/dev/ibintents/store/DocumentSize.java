package dev.ibintents.store;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Calculates the size of a document by Firestore's rules for storage size. */
public final class DocumentSize {
  /** The largest size of a document, 1 MiB in bytes. */
  static final int LIMIT = 1_048_576;

  private static final int FIELD_LIMIT = LIMIT - 89;
  private static final int OVERHEAD = 32;
  private static final int NAME_OVERHEAD = 16;

  private DocumentSize() {}

  /**
   * Refuses a document that is too large for Firestore.
   *
   * @throws InvalidDocumentException with the size and the limit
   */
  public static void check(String path, Map<String, Object> fields) {
    long size = of(path, fields);
    if (size > LIMIT) {
      throw tooLarge(path, String.format("it has %,d bytes", size), null);
    }
    if (size <= FIELD_LIMIT) {
      return;
    }
    fields.forEach(
        (name, value) -> {
          if (ofValue(value) > FIELD_LIMIT) {
            String found = String.format("its field %s is over %,d bytes", name, FIELD_LIMIT);
            throw tooLarge(path, found, null);
          }
        });
  }

  /** Returns the exception for a document that is too large, with its size in words. */
  public static InvalidDocumentException tooLarge(String path, String found, Throwable cause) {
    return new InvalidDocumentException(
        String.format(
            "%s is too large: %s, and a document may have at most %,d; split it",
            path, found, LIMIT),
        cause);
  }

  /** Returns the document's size in bytes. */
  static long of(String path, Map<String, Object> fields) {
    return NAME_OVERHEAD + ofText(path) + ofMap(fields);
  }

  private static long ofMap(Map<?, ?> map) {
    long size = OVERHEAD;
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      size += ofText((String) entry.getKey()) + ofValue(entry.getValue());
    }
    return size;
  }

  private static long ofValue(Object value) {
    if (value == null || value instanceof Boolean) {
      return 1;
    } else if (value instanceof Number || value instanceof Instant) {
      return 8;
    } else if (value instanceof String text) {
      return ofText(text);
    } else if (value instanceof List<?> list) {
      return list.stream().mapToLong(DocumentSize::ofValue).sum();
    }
    return ofMap((Map<?, ?>) value);
  }

  /**
   * Returns the number of UTF-8 bytes plus 1. In a path each slash counts as the 1 of its segment.
   */
  private static long ofText(String text) {
    long bytes = 1;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
    return bytes;
  }
}
