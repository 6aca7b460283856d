package dev.ibintents.ibapi.message;

import static com.google.common.truth.Truth.assertWithMessage;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.ibintents.ibapi.wire.FieldReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Messages as lists of fields, for comparison field by field, and the recorded messages. */
final class WireFields {
  private static final int LENGTH_PREFIX = 4;

  private WireFields() {}

  /** The rows of a file under src/test/resources/wire. */
  static List<JsonObject> rows(String file) {
    try (InputStream in = WireFields.class.getResourceAsStream("/wire/" + file)) {
      return new String(in.readAllBytes(), UTF_8)
          .lines()
          .map(line -> JsonParser.parseString(line).getAsJsonObject())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A frame without its length prefix, after a check of the prefix. */
  static byte[] body(byte[] frame) {
    byte[] body = Arrays.copyOfRange(frame, LENGTH_PREFIX, frame.length);
    int length = new BigInteger(Arrays.copyOf(frame, LENGTH_PREFIX)).intValueExact();
    assertWithMessage("length prefix").that(length).isEqualTo(body.length);
    return body;
  }

  /** Reads a frame as a request, or else as a response; empty if its message is not known. */
  static Optional<? extends Message> read(boolean isRequest, byte[] frame, int version) {
    FieldReader in = FieldReader.of(body(frame), version);
    return isRequest ? Requests.read(in) : Responses.read(in);
  }

  /** The fields of a frame without its length. */
  static List<String> split(byte[] body) {
    String text = new String(body, UTF_8);
    assertWithMessage("every field is closed by a NUL: %s", text).that(text).endsWith("\0");
    return List.of(text.substring(0, text.length() - 1).split("\0", -1));
  }

  /** The inverse of {@link #split}. */
  static byte[] join(List<String> fields) {
    return (String.join("\0", fields) + '\0').getBytes(UTF_8);
  }

  /** Compares field by field: numbers by value, so that 0 equals 0.0, and texts exactly. */
  static void assertSame(List<String> expected, List<String> actual) {
    for (int i = 0; i < Math.min(expected.size(), actual.size()); i++) {
      if (!same(expected.get(i), actual.get(i))) {
        assertWithMessage("field %s of %s", i, actual)
            .that(actual.get(i))
            .isEqualTo(expected.get(i));
      }
    }
    assertWithMessage("number of fields of %s", actual).that(actual).hasSize(expected.size());
  }

  private static boolean same(String expected, String actual) {
    if (expected.equals(actual)) {
      return true;
    }
    try {
      return new BigDecimal(expected).compareTo(new BigDecimal(actual)) == 0;
    } catch (NumberFormatException e) {
      return false;
    }
  }
}
