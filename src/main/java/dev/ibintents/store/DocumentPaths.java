package dev.ibintents.store;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

/**
 * Checks paths by Firestore's rules: a document has an even number of segments, a collection an odd
 * number.
 */
public final class DocumentPaths {
  private static final int MAX_SEGMENT_BYTES = 1500;
  private static final int ID_LENGTH = 20;
  private static final String ID_ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

  private DocumentPaths() {}

  /**
   * Creates the random generator when the first new id is needed. This takes time, and most
   * processes only read.
   */
  private static final class Ids {
    static final SecureRandom RANDOM = new SecureRandom();
  }

  /**
   * Returns the path if it is the path of a document.
   *
   * @throws InvalidDocumentException if it is not
   */
  public static String document(String path) {
    if (segments(path) % 2 != 0) {
      throw new InvalidDocumentException(
          "'" + path + "' is no document path: it needs an even number of segments, as in a/b");
    }
    return path;
  }

  /**
   * Returns the path if it is the path of a collection.
   *
   * @throws InvalidDocumentException if it is not
   */
  public static String collection(String path) {
    if (segments(path) % 2 != 1) {
      throw new InvalidDocumentException(
          "'" + path + "' is no collection path: it needs an odd number of segments, as in a/b/c");
    }
    return path;
  }

  /** Returns the path of a document's collection. */
  public static String parent(String document) {
    return document.substring(0, document.lastIndexOf('/'));
  }

  /** Returns the last segment of a document's path. */
  public static String id(String document) {
    return document.substring(document.lastIndexOf('/') + 1);
  }

  /** Returns a random id in the form of Firestore's own ids: 20 letters and digits, 119 bits. */
  public static String newId() {
    StringBuilder id = new StringBuilder(ID_LENGTH);
    for (int i = 0; i < ID_LENGTH; i++) {
      id.append(ID_ALPHABET.charAt(Ids.RANDOM.nextInt(ID_ALPHABET.length())));
    }
    return id.toString();
  }

  private static int segments(String path) {
    if (path == null) {
      throw new InvalidDocumentException("a path is null");
    }
    int quick = plainSegments(path);
    if (quick > 0) {
      return quick;
    }
    String[] segments = path.split("/", -1);
    for (String segment : segments) {
      String fault = fault(segment);
      if (fault != null) {
        throw new InvalidDocumentException(
            "'" + path + "' is no path: segment '" + segment + "' " + fault);
      }
    }
    return segments.length;
  }

  /**
   * The number of segments of a path that has only plain letters, digits and signs, as almost every
   * path has; 0 if the path needs a closer look.
   */
  private static int plainSegments(String path) {
    if (path.length() > MAX_SEGMENT_BYTES) {
      return 0;
    }
    int segments = 1;
    boolean begins = true;
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c < ' ' || c > '~' || begins && (c == '/' || c == '.' || c == '_')) {
        return 0;
      }
      begins = c == '/';
      segments += begins ? 1 : 0;
    }
    return begins ? 0 : segments;
  }

  private static String fault(String segment) {
    if (segment.isEmpty()) {
      return "is empty";
    }
    if (segment.equals(".") || segment.equals("..")) {
      return "is a dot or two";
    }
    if (segment.length() > 3 && segment.startsWith("__") && segment.endsWith("__")) {
      return "is reserved by Firestore (__…__)";
    }
    if (segment.chars().anyMatch(Character::isISOControl) || !FieldValues.isUnicode(segment)) {
      return "has a character that cannot be written";
    }
    int bytes = segment.getBytes(StandardCharsets.UTF_8).length;
    return bytes > MAX_SEGMENT_BYTES
        ? "has " + bytes + " bytes, more than " + MAX_SEGMENT_BYTES
        : null;
  }
}
