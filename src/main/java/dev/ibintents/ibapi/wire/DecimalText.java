package dev.ibintents.ibapi.wire;

import java.math.BigDecimal;

/** Reads decimals that the wire carries as texts. */
public final class DecimalText {
  /**
   * The most characters of a number. A longer one is no price, no quantity and no id, and could
   * take unbounded time to read.
   */
  static final int LONGEST_NUMBER = 64;

  /** A number of so many digits fits an integer, and is no sentinel. */
  private static final int MOST_QUICK_DIGITS = 9;

  private static final int LARGEST_EXPONENT = 400;
  private static final BigDecimal UNSET_DECIMAL = new BigDecimal("1.7976931348623157E308");

  private DecimalText() {}

  /**
   * The exact decimal of a text; {@code null} if the text is empty or a sentinel for "no value".
   *
   * @throws NumberFormatException if the text is no number, or a number of no sensible size
   */
  public static BigDecimal parse(String text) {
    if (text.isEmpty() || isSentinel(text)) {
      return null;
    }
    if (text.length() > LONGEST_NUMBER) {
      throw new NumberFormatException("more than " + LONGEST_NUMBER + " characters");
    }
    BigDecimal value = new BigDecimal(text);
    if (Math.abs((long) value.scale()) > LARGEST_EXPONENT) {
      throw new NumberFormatException("an exponent beyond " + LARGEST_EXPONENT);
    }
    return value.compareTo(UNSET_DECIMAL) == 0 ? null : value;
  }

  /** Whether a text stands for "no value". */
  static boolean isSentinel(String text) {
    return switch (text) {
      case FieldWriter.UNSET_DOUBLE, FieldWriter.UNSET_INTEGER, FieldWriter.UNSET_LONG -> true;
      default -> false;
    };
  }

  /** The decimal if it is written as 1 to 9 digits with a point or none; else {@code null}. */
  static BigDecimal quick(byte[] bytes, int start, int end) {
    if (areDigits(bytes, start, end)) {
      return BigDecimal.valueOf(digits(bytes, start, end));
    }
    int point = start + 1;
    while (point < end && bytes[point] != '.') {
      point++;
    }
    boolean isQuick =
        end - start <= MOST_QUICK_DIGITS + 1
            && areDigits(bytes, start, Math.min(point, end))
            && areDigits(bytes, Math.min(point + 1, end), end);
    if (!isQuick) {
      return null;
    }
    long whole = digits(bytes, start, point);
    for (int i = point + 1; i < end; i++) {
      whole *= 10;
    }
    return BigDecimal.valueOf(whole + digits(bytes, point + 1, end), end - point - 1);
  }

  /** Whether these bytes are 1 to 9 digits, and so an integer. */
  static boolean areDigits(byte[] bytes, int start, int end) {
    if (start == end || end - start > MOST_QUICK_DIGITS) {
      return false;
    }
    for (int i = start; i < end; i++) {
      if (bytes[i] < '0' || bytes[i] > '9') {
        return false;
      }
    }
    return true;
  }

  /** The number that these digits form. */
  static long digits(byte[] bytes, int start, int end) {
    long value = 0;
    for (int i = start; i < end; i++) {
      value = 10 * value + bytes[i] - '0';
    }
    return value;
  }
}
