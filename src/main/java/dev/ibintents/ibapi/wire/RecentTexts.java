package dev.ibintents.ibapi.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The texts that a connection has read last. Account, currencies and names of values come again in
 * most messages, and need not be made again. It holds a bounded number of texts, and ends with its
 * connection. Not safe for several threads.
 */
public final class RecentTexts {
  private static final int PLACES = 512;

  private final String[] texts = new String[PLACES];

  /** Creates an empty memory. */
  public RecentTexts() {}

  /** The text of these bytes, in UTF-8. */
  String text(byte[] bytes, int start, int end) {
    int hash = 0;
    for (int i = start; i < end; i++) {
      hash = 31 * hash + bytes[i];
    }
    int place = (hash ^ hash >>> 16) & PLACES - 1;
    String recent = texts[place];
    if (recent != null && isSame(recent, bytes, start, end)) {
      return recent;
    }
    String text = new String(bytes, start, end - start, UTF_8);
    texts[place] = text;
    return text;
  }

  /** Whether a text has just these bytes. A byte of a character beyond ASCII is never equal. */
  private static boolean isSame(String text, byte[] bytes, int start, int end) {
    if (text.length() != end - start) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) != bytes[start + i]) {
        return false;
      }
    }
    return true;
  }
}
