package dev.ibintents.ibapi.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.util.Arrays;

/**
 * Writes the fields of one message in sequence; {@link #frame()} returns the bytes for the socket.
 *
 * <p>Every method returns this writer, so that a message reads as one table of its fields.
 */
public final class FieldWriter {
  /**
   * The text for "no value" of a decimal in most of the gateway's messages; clients leave the field
   * empty.
   */
  public static final String UNSET_DOUBLE = "1.7976931348623157E308";

  /** The text for "no value" of an integer in most of the gateway's messages. */
  public static final String UNSET_INTEGER = "2147483647";

  /** The text for "no value" of a long integer, such as completedOrder's parentPermId. */
  public static final String UNSET_LONG = "9223372036854775807";

  private static final int LENGTH_PREFIX = 4;
  private static final int USUAL_LENGTH = 96;

  private final int serverVersion;
  private byte[] bytes = new byte[USUAL_LENGTH];
  private int size = LENGTH_PREFIX;

  /**
   * @param serverVersion the version that the session has agreed on
   */
  public FieldWriter(int serverVersion) {
    this.serverVersion = serverVersion;
  }

  /** The version that the session has agreed on. Some messages have fields only since a version. */
  public int serverVersion() {
    return serverVersion;
  }

  /**
   * Writes a text.
   *
   * @throws IllegalArgumentException if the text contains a NUL, which would end the field early
   *     and shift every later field
   */
  public FieldWriter text(String value) {
    int length = value.length();
    makeRoom(length + 1);
    for (int i = 0; i < length; i++) {
      char c = value.charAt(i);
      if (c == 0 || c >= 0x80) {
        return otherText(value);
      }
      bytes[size + i] = (byte) c;
    }
    size += length;
    bytes[size++] = 0;
    return this;
  }

  /** Writes a text that has not only the characters of ASCII, or that is refused. */
  private FieldWriter otherText(String value) {
    if (value.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "a text field must not contain a NUL character: \"" + value.replace("\0", "\\0") + '"');
    }
    byte[] utf8 = value.getBytes(UTF_8);
    makeRoom(utf8.length + 1);
    System.arraycopy(utf8, 0, bytes, size, utf8.length);
    size += utf8.length;
    bytes[size++] = 0;
    return this;
  }

  private void makeRoom(int length) {
    if (length > bytes.length - size) {
      bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(size, length), bytes.length * 2));
    }
  }

  /** Writes an empty field. */
  public FieldWriter blank() {
    makeRoom(1);
    bytes[size++] = 0;
    return this;
  }

  /** Writes a number. Most numbers of a message are single digits. */
  private FieldWriter number(long value) {
    if (value < 0 || value > 9) {
      return text(Long.toString(value));
    }
    makeRoom(2);
    bytes[size++] = (byte) ('0' + value);
    bytes[size++] = 0;
    return this;
  }

  /** Writes an integer. */
  public FieldWriter integer(int value) {
    return number(value);
  }

  /** Writes an integer, or {@code unset} for {@code null}. */
  public FieldWriter integer(Integer value, String unset) {
    return text(value == null ? unset : value.toString());
  }

  /** Writes a long integer. */
  public FieldWriter longInteger(long value) {
    return number(value);
  }

  /** Writes a long integer, or {@code unset} for {@code null}. */
  public FieldWriter longInteger(Long value, String unset) {
    return text(value == null ? unset : value.toString());
  }

  /** Writes a decimal, never in scientific notation; an empty field for {@code null}. */
  public FieldWriter decimal(BigDecimal value) {
    return decimal(value, "");
  }

  /** Writes a decimal, never in scientific notation; {@code unset} for {@code null}. */
  public FieldWriter decimal(BigDecimal value, String unset) {
    return text(value == null ? unset : value.toPlainString());
  }

  /** Writes a flag: 1 or 0. */
  public FieldWriter flag(boolean value) {
    return number(value ? 1 : 0);
  }

  /** The finished message with its length in front, ready for the socket. */
  public byte[] frame() {
    byte[] frame = Arrays.copyOf(bytes, size);
    int length = frame.length - LENGTH_PREFIX;
    frame[0] = (byte) (length >>> 24);
    frame[1] = (byte) (length >>> 16);
    frame[2] = (byte) (length >>> 8);
    frame[3] = (byte) length;
    return frame;
  }
}
