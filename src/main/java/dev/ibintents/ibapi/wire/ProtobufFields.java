package dev.ibintents.ibapi.wire;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The fields of one protobuf message, found by their numbers.
 *
 * <p>All fields are located once, in one pass over the message. Fields with unknown numbers are
 * skipped. If a field comes twice, the last one counts, as protobuf says. The message may be a part
 * of a frame; nothing is copied.
 */
final class ProtobufFields {
  static final int VARINT = 0;
  static final int FIXED64 = 1;
  static final int LENGTH_DELIMITED = 2;
  private static final int FIXED32 = 5;

  /** No message of the TWS API has a field beyond this number. */
  private static final int LARGEST_KNOWN = 255;

  private static final int USUAL_FIELDS = 16;
  private static final double LEAST_OF_16_DIGITS = 1e15;

  /** Few prices have more decimals than these powers of ten shift. */
  private static final double[] POWERS = {1, 10, 100, 1e3, 1e4, 1e5, 1e6};

  static final int MOST_VARINT_BYTES = 10;

  /**
   * The most decimals of an amount of money. The rest is the noise of binary arithmetic, as in
   * 4398.700000000012.
   */
  private static final int DECIMALS_OF_AN_AMOUNT = 8;

  /** A double holds any decimal of so many digits exactly. */
  private static final MathContext SIGNIFICANT = new MathContext(15, RoundingMode.HALF_EVEN);

  private final FieldReader reader;
  private final byte[] bytes;
  private int from;
  private int to;

  /** By field number: the place of the value, plus 1; 0 where the field is absent. */
  private int[] places = new int[USUAL_FIELDS];

  /** By field number: the wire type. */
  private byte[] wireTypes = new byte[USUAL_FIELDS];

  /** The place after the varint, tag or length that was read last. */
  private int position;

  /**
   * Locates the fields.
   *
   * @param reader the reader of the message, which has its bytes and its name
   * @param from the place of the message's first byte
   * @param to the place after its last byte
   * @throws ProtocolException if the bytes are no protobuf message
   */
  ProtobufFields(FieldReader reader, int from, int to) {
    this.reader = reader;
    this.bytes = reader.frame;
    locate(from, to);
  }

  /** Locates the fields of another message in the same bytes, and forgets those of the former. */
  void locate(int start, int end) {
    Arrays.fill(places, 0);
    from = start;
    to = end;
    position = start;
    while (position < to) {
      locateNext();
    }
  }

  private void locateNext() {
    long tag = varint();
    int wireType = (int) tag & 7;
    long number = tag >>> 3;
    if (number == 0 || number >= 1 << 29) {
      throw reader.malformed("has the impossible number " + number);
    }
    int place = position;
    skip(wireType, number);
    if (number <= LARGEST_KNOWN) {
      int index = (int) number;
      if (index >= places.length) {
        int length = Math.max(index + 1, 2 * places.length);
        places = Arrays.copyOf(places, length);
        wireTypes = Arrays.copyOf(wireTypes, length);
      }
      places[index] = place + 1;
      wireTypes[index] = (byte) wireType;
    }
  }

  private void skip(int wireType, long number) {
    switch (wireType) {
      case VARINT -> varint();
      case FIXED64 -> advance(Long.BYTES, number);
      case FIXED32 -> advance(Integer.BYTES, number);
      case LENGTH_DELIMITED -> advance(varint(), number);
      default -> throw reader.malformed(number + " has the wire type " + wireType + ", not 0 to 2");
    }
  }

  private void advance(long length, long number) {
    if (length < 0 || length > to - position) {
      throw reader.malformed(
          number + " has " + length + " bytes, more than the message's " + (to - position));
    }
    position += (int) length;
  }

  /** The varint at the position; the position moves behind it. */
  private long varint() {
    long value = 0;
    for (int i = 0; i < MOST_VARINT_BYTES; i++) {
      if (position >= to) {
        throw reader.malformed("ends inside a number");
      }
      byte next = bytes[position++];
      value |= (next & 0x7fL) << 7 * i;
      if (next >= 0) {
        return value;
      }
    }
    throw reader.malformed("has a number of more than ten bytes");
  }

  /** Whether the message has a field with this number. */
  boolean has(int number) {
    return number < places.length && places[number] != 0;
  }

  /** Moves the position to a field's value. */
  private void seek(int number, int wireType) {
    if (wireTypes[number] != wireType) {
      throw reader.malformed(
          number + " has the wire type " + wireTypes[number] + ", not " + wireType);
    }
    position = places[number] - 1;
  }

  /** The value of an integer or a flag; {@code otherwise} if it is absent. */
  long varint(int number, long otherwise) {
    if (!has(number)) {
      return otherwise;
    }
    seek(number, VARINT);
    return varint();
  }

  /** The value of a double. */
  double fixed64(int number) {
    seek(number, FIXED64);
    long bits = 0;
    for (int i = Long.BYTES - 1; i >= 0; i--) {
      bits = bits << 8 | bytes[position + i] & 0xff;
    }
    return Double.longBitsToDouble(bits);
  }

  /** Moves to a text or a nested message; returns the place after its last byte. */
  int end(int number) {
    seek(number, LENGTH_DELIMITED);
    int length = (int) varint();
    return position + length;
  }

  /** The place of the value that was sought last. */
  int start() {
    return position;
  }

  /** Prepares {@link #next} to go through a repeated field from its first element. */
  void rewind() {
    position = from;
  }

  /**
   * Goes on to the next element of a repeated field of texts, messages or packed numbers.
   *
   * @return the place after its last byte; −1 if there is no further element
   */
  int next(int number) {
    while (position < to) {
      long tag = varint();
      int wireType = (int) tag & 7;
      if (tag >>> 3 == number && wireType == LENGTH_DELIMITED) {
        int length = (int) varint();
        return position + length;
      }
      skip(wireType, tag >>> 3);
    }
    return -1;
  }

  /** Moves the position behind an element that {@link #next} has found. */
  void leave(int end) {
    position = end;
  }

  /** The values of a repeated integer, packed or not. */
  List<Integer> integers(int number) {
    List<Integer> integers = new ArrayList<>();
    position = from;
    while (position < to) {
      long tag = varint();
      int wireType = (int) tag & 7;
      if (tag >>> 3 != number) {
        skip(wireType, tag >>> 3);
      } else if (wireType == VARINT) {
        integers.add((int) varint());
      } else if (wireType == LENGTH_DELIMITED) {
        int length = (int) varint();
        int end = position + length;
        while (position < end) {
          integers.add((int) varint());
        }
      } else {
        throw reader.malformed(number + " has the wire type " + wireType + ", not 0 or 2");
      }
    }
    return integers;
  }

  /** A double as a decimal of at most 15 digits. */
  static BigDecimal decimal(double value) {
    for (int scale = 0; scale < POWERS.length; scale++) {
      double whole = Math.rint(value * POWERS[scale]);
      // Both numbers are exact, so the quotient is the double that is nearest to this decimal.
      if (Math.abs(whole) < LEAST_OF_16_DIGITS && whole / POWERS[scale] == value) {
        return BigDecimal.valueOf((long) whole, scale);
      }
    }
    return stripped(BigDecimal.valueOf(value).round(SIGNIFICANT));
  }

  /** A decimal without decimals that no amount of money has. */
  static BigDecimal amount(BigDecimal decimal) {
    return decimal.scale() <= DECIMALS_OF_AN_AMOUNT
        ? decimal
        : stripped(decimal.setScale(DECIMALS_OF_AN_AMOUNT, RoundingMode.HALF_EVEN));
  }

  private static BigDecimal stripped(BigDecimal decimal) {
    BigDecimal stripped = decimal.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }
}
