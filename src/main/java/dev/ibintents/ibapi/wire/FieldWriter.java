package dev.ibintents.ibapi.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Writes the fields of one message, in either dialect of the protocol; {@link #frame()} returns the
 * bytes for the socket.
 *
 * <p>{@link #message} comes first, and decides the dialect. In the text dialect the fields follow
 * each other. In the protobuf dialect each has its number, which is the first parameter of every
 * method; {@link FieldReader#TEXT_ONLY} stands for a field that protobuf does not have. A field
 * without a value is absent in protobuf.
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
  private List<Nested> parts = List.of(); // few messages have any
  private byte[] bytes = new byte[USUAL_LENGTH];
  private int size;
  private boolean isProtobuf;

  /** A nested protobuf message, which stays open until the whole is finished. */
  private record Nested(int number, FieldWriter fields) {}

  /**
   * @param serverVersion the version that the session has agreed on; 0 for the greeting
   */
  public FieldWriter(int serverVersion) {
    this(serverVersion, LENGTH_PREFIX);
  }

  private FieldWriter(int serverVersion, int size) {
    this.serverVersion = serverVersion;
    this.size = size;
  }

  /**
   * Begins a message.
   *
   * @param id the message's id
   * @param protobufSince the server version since which the message is protobuf
   */
  public FieldWriter message(int id, int protobufSince) {
    if (!since(Dialect.FIRST_RAW_IDS)) {
      return number(id);
    }
    isProtobuf = since(protobufSince);
    makeRoom(Integer.BYTES);
    putInt(size, isProtobuf ? id + Dialect.PROTOBUF_IDS : id);
    size += Integer.BYTES;
    return this;
  }

  /** The version that the session has agreed on. Some messages have fields only since a version. */
  public int serverVersion() {
    return serverVersion;
  }

  /** Whether the session's server version is at least this one. */
  public boolean since(int version) {
    return serverVersion >= version;
  }

  /** Whether the fields are in the protobuf dialect. */
  public boolean isProtobuf() {
    return isProtobuf;
  }

  /** Writes the version of a message's layout, only in the text dialect. */
  public FieldWriter version(int version) {
    return isProtobuf ? this : number(version);
  }

  /**
   * A writer of the fields of a nested message. In the text dialect they are the next fields of
   * this message.
   */
  public FieldWriter nested(int number) {
    if (!isProtobuf) {
      return this;
    }
    FieldWriter fields = new FieldWriter(serverVersion, 0);
    fields.isProtobuf = true;
    parts = parts.isEmpty() ? new ArrayList<>() : parts;
    parts.add(new Nested(number, fields));
    return fields;
  }

  /** Begins a list. In the text dialect, the number of elements precedes them. */
  public FieldWriter list(int elements) {
    return version(elements);
  }

  /**
   * Begins an element of a list; its fields are written to this writer.
   *
   * @return the place for {@link #end}
   */
  public int begin(int number) {
    if (isProtobuf) {
      tag(number, ProtobufFields.LENGTH_DELIMITED);
      makeRoom(1);
      size++; // for the length
    }
    return size;
  }

  /** Ends the element that began at this place. */
  public void end(int place) {
    if (!isProtobuf) {
      return;
    }
    int length = size - place;
    int longer = varintLength(length) - 1;
    if (longer > 0) {
      makeRoom(longer);
      System.arraycopy(bytes, place, bytes, place + longer, length);
    }
    size = place - 1;
    varint(length);
    size += length;
  }

  /**
   * Writes a text.
   *
   * @throws IllegalArgumentException if the text contains a NUL, which would end the field early
   *     and shift every later field
   */
  public FieldWriter text(int number, String value) {
    if (isProtobuf) {
      return number == FieldReader.TEXT_ONLY || value.isEmpty() ? this : bytes(number, utf8(value));
    }
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
    byte[] utf8 = utf8(value);
    put(utf8, utf8.length);
    makeRoom(1);
    bytes[size++] = 0;
    return this;
  }

  private static byte[] utf8(String value) {
    if (value.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "a text field must not contain a NUL character: \"" + value.replace("\0", "\\0") + '"');
    }
    return value.getBytes(UTF_8);
  }

  /** Writes an empty field, only in the text dialect. */
  public FieldWriter blank() {
    return text(FieldReader.TEXT_ONLY, "");
  }

  /** Writes a number as a text. Most numbers of a message are single digits. */
  private FieldWriter number(long value) {
    if (value < 0 || value > 9) {
      return text(FieldReader.TEXT_ONLY, Long.toString(value));
    }
    makeRoom(2);
    bytes[size++] = (byte) ('0' + value);
    bytes[size++] = 0;
    return this;
  }

  /** Writes an integer; 0 is a value. */
  public FieldWriter integer(int number, int value) {
    return longInteger(number, value);
  }

  /** Writes an integer; the text dialect writes {@code unset} for {@code null}. */
  public FieldWriter integer(int number, Integer value, String unset) {
    return value == null ? unset(number, unset) : longInteger(number, value);
  }

  /** Writes a long integer; 0 is a value. */
  public FieldWriter longInteger(int number, long value) {
    if (!isProtobuf) {
      return number(value);
    }
    if (number != FieldReader.TEXT_ONLY) {
      tag(number, ProtobufFields.VARINT);
      varint(value);
    }
    return this;
  }

  /** Writes a long integer; the text dialect writes {@code unset} for {@code null}. */
  public FieldWriter longInteger(int number, Long value, String unset) {
    return value == null ? unset(number, unset) : longInteger(number, value.longValue());
  }

  private FieldWriter unset(int number, String unset) {
    return isProtobuf ? this : text(number, unset);
  }

  /** Writes a decimal that is a double in protobuf, never in scientific notation. */
  public FieldWriter decimal(int number, BigDecimal value) {
    return decimal(number, value, "");
  }

  /**
   * Writes a decimal that is a double in protobuf. The text dialect writes {@code unset} for {@code
   * null}.
   */
  public FieldWriter decimal(int number, BigDecimal value, String unset) {
    if (!isProtobuf) {
      return text(number, value == null ? unset : value.toPlainString());
    }
    return value == null ? this : real(number, value.doubleValue());
  }

  /** Writes a double, only in protobuf. */
  public FieldWriter real(int number, double value) {
    if (isProtobuf && number != FieldReader.TEXT_ONLY) {
      tag(number, ProtobufFields.FIXED64);
      makeRoom(Long.BYTES);
      long bits = Double.doubleToLongBits(value);
      for (int i = 0; i < Long.BYTES; i++) {
        bytes[size++] = (byte) (bits >>> Byte.SIZE * i);
      }
    }
    return this;
  }

  /** Writes a decimal that is a text in both dialects; the text is empty for {@code null}. */
  public FieldWriter figure(int number, BigDecimal value) {
    return text(number, value == null ? "" : value.toPlainString());
  }

  /**
   * Writes the text of a number that protobuf carries as a double.
   *
   * @throws IllegalArgumentException in protobuf, if the text is no number
   */
  public FieldWriter numberText(int number, String value) {
    if (!isProtobuf) {
      return text(number, value);
    }
    if (value.isBlank()) {
      return this;
    }
    try {
      return real(number, Double.parseDouble(value));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("\"" + value + "\" is not a number", e);
    }
  }

  /** Writes a flag: 1 or 0; protobuf leaves 0 out. */
  public FieldWriter flag(int number, boolean value) {
    return isProtobuf && !value ? this : longInteger(number, value ? 1 : 0);
  }

  private FieldWriter bytes(int number, byte[] value) {
    tag(number, ProtobufFields.LENGTH_DELIMITED);
    varint(value.length);
    put(value, value.length);
    return this;
  }

  private void tag(int number, int wireType) {
    varint((long) number << 3 | wireType);
  }

  private void varint(long value) {
    makeRoom(ProtobufFields.MOST_VARINT_BYTES);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  private static int varintLength(int value) {
    return value == 0 ? 1 : (38 - Integer.numberOfLeadingZeros(value)) / 7;
  }

  private void put(byte[] value, int length) {
    makeRoom(length);
    System.arraycopy(value, 0, bytes, size, length);
    size += length;
  }

  private void makeRoom(int length) {
    if (length > bytes.length - size) {
      bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(size, length), bytes.length * 2));
    }
  }

  private void putInt(int place, int value) {
    bytes[place] = (byte) (value >>> 24);
    bytes[place + 1] = (byte) (value >>> 16);
    bytes[place + 2] = (byte) (value >>> 8);
    bytes[place + 3] = (byte) value;
  }

  /** Puts the nested messages behind the other fields. */
  private void close() {
    for (Nested part : parts) {
      part.fields.close();
      tag(part.number, ProtobufFields.LENGTH_DELIMITED);
      varint(part.fields.size);
      put(part.fields.bytes, part.fields.size);
    }
    parts = List.of();
  }

  /** The finished message with its length in front, ready for the socket. */
  public byte[] frame() {
    close();
    putInt(0, size - LENGTH_PREFIX);
    return Arrays.copyOf(bytes, size);
  }
}
