package dev.ibintents.ibapi.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the fields of one message in sequence.
 *
 * <p>Every field is UTF-8 text closed by a NUL. "No value" is an empty field or one of the
 * sentinels 1.7976931348623157E308 (decimals), 2147483647 (integers) and 9223372036854775807 (long
 * integers). The methods named {@code …OrUnset} and {@link #decimal()} return {@code null} for "no
 * value".
 *
 * <p>A field that is missing or has the wrong form throws {@link ProtocolException}, with the
 * message and the position.
 */
public final class FieldReader {
  /**
   * The most characters of a number. A longer one is no price, no quantity and no id, and could
   * take unbounded time to read.
   */
  private static final int LONGEST_NUMBER = 64;

  /** A number of so many digits fits an integer, and is no sentinel. */
  private static final int MOST_QUICK_DIGITS = 9;

  /** The texts of a single character. Most fields of an order are such. */
  private static final String[] SINGLE = new String[128];

  private static final int LARGEST_EXPONENT = 400;
  private static final BigDecimal UNSET_DECIMAL = new BigDecimal("1.7976931348623157E308");
  private static final Logger logger = LoggerFactory.getLogger(FieldReader.class);

  static {
    for (char c = 0; c < SINGLE.length; c++) {
      SINGLE[c] = String.valueOf(c);
    }
  }

  private final byte[] frame;
  private final int serverVersion;
  private int position;
  private int fieldsRead;
  private String message = "message";
  private boolean forgivesFigures;

  /**
   * @param frame the message without its length prefix
   * @param serverVersion the version that the session has agreed on
   */
  public FieldReader(byte[] frame, int serverVersion) {
    this.frame = frame;
    this.serverVersion = serverVersion;
  }

  /** The version that the session has agreed on. Some messages have fields only since a version. */
  public int serverVersion() {
    return serverVersion;
  }

  /** Sets the message's name for the text of a {@link ProtocolException}. */
  public void messageName(String message) {
    this.message = message;
  }

  /**
   * Makes later figures that are no numbers read as {@code null}.
   *
   * <p>This is for messages from a gateway, which writes {@code NaN}, {@code ?} and other texts
   * where it has no figure. A client that sends such a text is refused.
   */
  public void forgiveFigures() {
    forgivesFigures = true;
  }

  /** Whether there is another field. */
  public boolean hasNext() {
    return position < frame.length;
  }

  /** The next field as text; may be empty. */
  public String text() {
    int start = position;
    return text(start, end());
  }

  private String text(int start, int end) {
    if (start == end) {
      return "";
    }
    return end - start == 1 && frame[start] > 0
        ? SINGLE[frame[start]]
        : new String(frame, start, end - start, UTF_8);
  }

  /** Goes on to the next field; returns the place of the NUL that closes this one. */
  private int end() {
    int start = position;
    if (start >= frame.length) {
      throw new ProtocolException(message + ": field " + fieldsRead + " is missing");
    }
    int end = start;
    while (end < frame.length && frame[end] != 0) {
      end++;
    }
    if (end == frame.length) {
      throw new ProtocolException(message + ": field " + fieldsRead + " is not closed by a NUL");
    }
    position = end + 1;
    fieldsRead++;
    return end;
  }

  /** Skips one field, such as a version number or an obsolete field. */
  public void skip() {
    end();
  }

  /** The next field as an integer; 0 if it is empty. */
  public int integer() {
    int start = position;
    int end = end();
    if (areDigits(start, end)) {
      return (int) digits(start, end);
    }
    String text = text(start, end);
    if (text.isEmpty()) {
      return 0;
    }
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw notA("an integer", text, e);
    }
  }

  /** Whether these bytes are 1 to 9 digits, and so an integer. */
  private boolean areDigits(int start, int end) {
    if (start == end || end - start > MOST_QUICK_DIGITS) {
      return false;
    }
    for (int i = start; i < end; i++) {
      if (frame[i] < '0' || frame[i] > '9') {
        return false;
      }
    }
    return true;
  }

  private long digits(int start, int end) {
    long value = 0;
    for (int i = start; i < end; i++) {
      value = 10 * value + frame[i] - '0';
    }
    return value;
  }

  /** The next field as an integer; {@code null} if it is empty or 2147483647. */
  public Integer integerOrUnset() {
    String text = text();
    if (text.isEmpty()) {
      return null;
    }
    try {
      int value = Integer.parseInt(text);
      return value == Integer.MAX_VALUE ? null : value;
    } catch (NumberFormatException e) {
      throw notA("an integer", text, e);
    }
  }

  /** The next field as a long integer; 0 if it is empty. */
  public long longInteger() {
    String text = text();
    if (text.isEmpty()) {
      return 0;
    }
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw notA("a long integer", text, e);
    }
  }

  /** The next field as a long integer; {@code null} if it is empty or 9223372036854775807. */
  public Long longIntegerOrUnset() {
    String text = text();
    if (text.isEmpty()) {
      return null;
    }
    try {
      long value = Long.parseLong(text);
      return value == Long.MAX_VALUE ? null : value;
    } catch (NumberFormatException e) {
      throw notA("a long integer", text, e);
    }
  }

  /**
   * The next field as a figure, an exact decimal.
   *
   * <p>It is {@code null} if the field is empty or a sentinel for "no value" (for quantities since
   * version 163 also 2147483647 and 9223372036854775807). In a message from a gateway, a field that
   * is no number is {@code null} too.
   */
  public BigDecimal decimal() {
    int start = position;
    int end = end();
    BigDecimal quick = quickDecimal(start, end);
    return quick != null ? quick : figure(text(start, end));
  }

  /** The decimal if it is written as 1 to 9 digits with a point or none; else {@code null}. */
  private BigDecimal quickDecimal(int start, int end) {
    if (areDigits(start, end)) {
      return BigDecimal.valueOf(digits(start, end));
    }
    int point = start + 1;
    while (point < end && frame[point] != '.') {
      point++;
    }
    boolean isQuick =
        end - start <= MOST_QUICK_DIGITS + 1
            && areDigits(start, Math.min(point, end))
            && areDigits(Math.min(point + 1, end), end);
    if (!isQuick) {
      return null;
    }
    long whole = digits(start, point);
    for (int i = point + 1; i < end; i++) {
      whole *= 10;
    }
    return BigDecimal.valueOf(whole + digits(point + 1, end), end - point - 1);
  }

  /**
   * The next field as a whole figure, such as a number of trades. It is {@code otherwise} if the
   * field is empty or, in a message from a gateway, no integer.
   */
  public int wholeFigureOr(int otherwise) {
    String text = text();
    if (text.isEmpty()) {
      return otherwise;
    }
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      forgive("an integer", text, e);
      return otherwise;
    }
  }

  /**
   * The next field as {@link #decimal()} reads it, or {@code infinity} for the text of an infinity.
   * Few fields may hold an infinity, which is neither a number nor "no value".
   */
  public BigDecimal decimalOrInfinity(BigDecimal infinity) {
    String text = text();
    return switch (text) {
      case "Infinity", "Infinite" -> infinity;
      default -> figure(text);
    };
  }

  /**
   * The next field as a quantity.
   *
   * @throws ProtocolException if it is "no value" or no number
   */
  public BigDecimal quantity() {
    BigDecimal quantity = quantityOrUnset();
    if (quantity == null) {
      throw new ProtocolException(message + ": field " + (fieldsRead - 1) + " has no quantity");
    }
    return quantity;
  }

  /** The next field as a quantity; {@code null} if it is empty or a sentinel for "no value". */
  public BigDecimal quantityOrUnset() {
    int start = position;
    int end = end();
    BigDecimal quick = quickDecimal(start, end);
    if (quick != null) {
      return quick;
    }
    String text = text(start, end);
    try {
      return parseDecimal(text);
    } catch (NumberFormatException e) {
      throw notA("a quantity", text, e);
    }
  }

  private BigDecimal figure(String text) {
    try {
      return parseDecimal(text);
    } catch (NumberFormatException e) {
      forgive("a decimal", text, e);
      return null;
    }
  }

  private void forgive(String expected, String text, NumberFormatException cause) {
    ProtocolException fault = notA(expected, text, cause);
    if (!forgivesFigures) {
      throw fault;
    }
    logger.debug("{}; read as no value", fault.getMessage());
  }

  /**
   * The exact decimal of a text; {@code null} if the text is empty or a sentinel for "no value".
   *
   * @throws NumberFormatException if the text is no number, or a number of no sensible size
   */
  public static BigDecimal parseDecimal(String text) {
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

  /** The next field as a moment, read as whole seconds since 1970. */
  public Instant epochSeconds() {
    long seconds = longInteger();
    if (seconds < Instant.MIN.getEpochSecond() || seconds > Instant.MAX.getEpochSecond()) {
      throw notA("a moment in epoch seconds", Long.toString(seconds), null);
    }
    return Instant.ofEpochSecond(seconds);
  }

  /** The next field as a flag: 1 (or true) and 0 (or false, or empty). */
  public boolean flag() {
    String text = text();
    return switch (text) {
      case "1", "true" -> true;
      case "0", "false", "" -> false;
      default -> throw notA("a flag (0 or 1)", text, null);
    };
  }

  /**
   * The next field as the number of repeated groups that follow.
   *
   * <p>A number is refused if the rest of the frame cannot hold that many fields, so that a false
   * count costs neither memory nor time.
   */
  public int count() {
    int count = integer();
    if (count < 0 || count > frame.length - position) {
      throw notA("a count that this message can hold", Integer.toString(count), null);
    }
    return count;
  }

  private static boolean isSentinel(String text) {
    return switch (text) {
      case "1.7976931348623157E308", "2147483647", "9223372036854775807" -> true;
      default -> false;
    };
  }

  private ProtocolException notA(String expected, String text, NumberFormatException cause) {
    boolean tooLong = text.length() > LONGEST_NUMBER;
    String shown = tooLong ? text.substring(0, LONGEST_NUMBER) + "…" : text;
    // The original exception would repeat the whole text.
    return new ProtocolException(
        message + ": field " + (fieldsRead - 1) + " is \"" + shown + "\", not " + expected,
        tooLong ? null : cause);
  }
}
