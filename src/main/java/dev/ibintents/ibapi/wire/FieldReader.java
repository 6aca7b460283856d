package dev.ibintents.ibapi.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the fields of one message, front to back.
 *
 * <p>On the wire every field is UTF-8 text closed by a NUL. "No value" is an empty field or one of
 * the sentinels 1.7976931348623157E308 (decimals), 2147483647 (integers) and 9223372036854775807
 * (long integers); the methods named {@code …OrUnset} and {@link #decimal()} give {@code null} for
 * each of them. A field that is missing or is not what it should be throws {@link
 * ProtocolException}, which names the message and the position.
 */
public final class FieldReader {
  /** A longer number is no price, no quantity and no id; reading it could cost unbounded work. */
  private static final int LONGEST_NUMBER = 64;

  private static final int LARGEST_EXPONENT = 400;
  private static final BigDecimal UNSET_DECIMAL = new BigDecimal("1.7976931348623157E308");
  private static final Logger logger = LoggerFactory.getLogger(FieldReader.class);

  private final byte[] frame;
  private final int serverVersion;
  private int position;
  private int fieldsRead;
  private String message = "message";
  private boolean forgivesFigures;

  /**
   * @param frame the message without its length prefix
   * @param serverVersion the version that this session has agreed on
   */
  public FieldReader(byte[] frame, int serverVersion) {
    this.frame = frame;
    this.serverVersion = serverVersion;
  }

  /** The version that this session has agreed on; some messages have fields only since one. */
  public int serverVersion() {
    return serverVersion;
  }

  /** Says which message this is, for the text of a {@link ProtocolException}. */
  public void names(String message) {
    this.message = message;
  }

  /**
   * From here on, a figure that is no number is taken as not given. That is for messages from a
   * gateway, which writes {@code NaN}, {@code ?} and other things where it has no figure; a client
   * that sends such a thing is refused.
   */
  public void forgivesFigures() {
    forgivesFigures = true;
  }

  /** Whether there is another field. */
  public boolean hasNext() {
    return position < frame.length;
  }

  /** The next field as it is; empty text if it is empty. */
  public String text() {
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
    return start == end ? "" : new String(frame, start, end - start, UTF_8);
  }

  /** Passes over one field: a version number, or something obsolete. */
  public void skip() {
    text();
  }

  /** The next field as an integer; an empty one is 0. */
  public int integer() {
    String text = text();
    if (text.isEmpty()) {
      return 0;
    }
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw notA("an integer", text, e);
    }
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

  /** The next field as a long integer; an empty one is 0. */
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
   * The next field as a figure: an exact decimal; {@code null} if it is empty or one of the
   * sentinels for "no value" (for quantities since version 163 also 2147483647 and
   * 9223372036854775807). One that is no number is {@code null} too in a message from a gateway.
   */
  public BigDecimal decimal() {
    return figure(text());
  }

  /**
   * The next field as a whole figure, such as a number of trades; {@code otherwise} if it is empty,
   * or if it is no integer in a message from a gateway.
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
   * The next field as {@link #decimal()} reads it, or {@code infinity} if it is one: few fields may
   * hold it, and it is neither a number nor "no value".
   */
  public BigDecimal decimalOrInfinity(BigDecimal infinity) {
    String text = text();
    return switch (text) {
      case "Infinity", "Infinite" -> infinity;
      default -> figure(text);
    };
  }

  /** The next field as a quantity, which must be there. */
  public BigDecimal quantity() {
    BigDecimal quantity = quantityOrUnset();
    if (quantity == null) {
      throw new ProtocolException(message + ": field " + (fieldsRead - 1) + " has no quantity");
    }
    return quantity;
  }

  /** The next field as a quantity; {@code null} if it is empty or a sentinel for "no value". */
  public BigDecimal quantityOrUnset() {
    String text = text();
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

  private void forgive(String what, String text, NumberFormatException cause) {
    ProtocolException fault = notA(what, text, cause);
    if (!forgivesFigures) {
      throw fault;
    }
    logger.debug("{}; taken as not given", fault.getMessage());
  }

  /**
   * The exact decimal that a text stands for; {@code null} if it is empty or a sentinel for "no
   * value".
   *
   * @throws NumberFormatException if it is no number, or one of no sensible size
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

  /** The next field as a moment, in whole seconds since 1970. */
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
    switch (text) {
      case "1":
      case "true":
        return true;
      case "0":
      case "false":
      case "":
        return false;
      default:
        throw notA("a flag (0 or 1)", text, null);
    }
  }

  /**
   * The number of repeated groups that follow. It is refused if the rest of the frame cannot hold
   * that many fields, so that a false count costs neither memory nor time.
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

  private ProtocolException notA(String what, String text, NumberFormatException cause) {
    boolean tooLong = text.length() > LONGEST_NUMBER;
    String shown = tooLong ? text.substring(0, LONGEST_NUMBER) + "…" : text;
    // The cause of a text that is too long would repeat all of it.
    return new ProtocolException(
        message + ": field " + (fieldsRead - 1) + " is \"" + shown + "\", not " + what,
        tooLong ? null : cause);
  }
}
