package dev.ibintents.store;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

/** Firestore's rules for paths: a document has an even number of segments, a collection an odd. */
public final class DocumentPaths {
  private static final int MAX_SEGMENT_BYTES = 1500;
  private static final int ID_LENGTH = 20;
  private static final String ID_ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

  private DocumentPaths() {}

  /** Made for the first new id: it takes a while, and most processes only read. */
  private static final class Ids {
    static final SecureRandom RANDOM = new SecureRandom();
  }

  /** Returns the path if it is a document's, else refuses it. */
  public static String document(String path) {
    if (segments(path) % 2 != 0) {
      throw new InvalidDocumentException(
          "'" + path + "' is no document path: it needs an even number of segments, as in a/b");
    }
    return path;
  }

  /** Returns the path if it is a collection's, else refuses it. */
  public static String collection(String path) {
    if (segments(path) % 2 != 1) {
      throw new InvalidDocumentException(
          "'" + path + "' is no collection path: it needs an odd number of segments, as in a/b/c");
    }
    return path;
  }

  /** The collection that a document belongs to. */
  public static String parent(String document) {
    return document.substring(0, document.lastIndexOf('/'));
  }

  /** A document's last segment. */
  public static String id(String document) {
    return document.substring(document.lastIndexOf('/') + 1);
  }

  /** A random id of the form that Firestore gives: 20 letters and digits, 119 bits. */
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
