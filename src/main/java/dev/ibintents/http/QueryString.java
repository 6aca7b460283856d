package dev.ibintents.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Parses a query string strictly. The framework's parser fails on some malformed query strings, and
 * guesses the meaning of others.
 */
final class QueryString {
  private static final int HEXADECIMAL = 16;

  private QueryString() {}

  /**
   * Returns the values of each name, in the order of the query string.
   *
   * @param query the query string of the request, without the question mark
   * @throws BadRequestException if two hexadecimal digits do not follow a percent sign, or the
   *     bytes are not UTF-8
   */
  static Map<String, List<String>> parse(String query) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (String pair : query.split("&")) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = decode(equals < 0 ? pair : pair.substring(0, equals));
        String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
        values.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
      }
    }
    return values;
  }

  private static String decode(String text) {
    byte[] given = text.getBytes(UTF_8);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(given.length);
    for (int i = 0; i < given.length; i++) {
      if (given[i] == '%') {
        bytes.write(escaped(given, i, text));
        i += 2;
      } else {
        bytes.write(given[i] == '+' ? ' ' : given[i]);
      }
    }
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray())).toString();
    } catch (CharacterCodingException e) {
      throw refused(text, "its escaped bytes are not UTF-8, as in caf%C3%A9");
    }
  }

  private static int escaped(byte[] given, int at, String text) {
    int high = at + 1 < given.length ? Character.digit(given[at + 1], HEXADECIMAL) : -1;
    int low = at + 2 < given.length ? Character.digit(given[at + 2], HEXADECIMAL) : -1;
    if (high < 0 || low < 0) {
      throw refused(text, "% must be followed by two hexadecimal digits; write %25 for a %");
    }
    return high * HEXADECIMAL + low;
  }

  private static BadRequestException refused(String text, String why) {
    return new BadRequestException("the query string has \"" + text + "\": " + why);
  }
}
