package dev.ibintents.ibapi.wire;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the fields of one message, in either dialect of the protocol.
 *
 * <p>In the text dialect the fields follow each other, so they are read in their sequence. In the
 * protobuf dialect a field is found by its number, whatever the sequence. The number is a parameter
 * of every method; {@link #TEXT_ONLY} stands for a field that protobuf does not have.
 *
 * <p>"No value" is an absent or empty field or one of the sentinels 1.7976931348623157E308
 * (decimals), 2147483647 (integers) and 9223372036854775807 (long integers). The methods named
 * {@code …OrUnset} and {@link #decimal} return {@code null} for "no value".
 *
 * <p>A field that is missing in a text or has the wrong form throws {@link ProtocolException}, with
 * the message and the position.
 */
public abstract class FieldReader {
  /** The number of a field that exists only in the text dialect. */
  public static final int TEXT_ONLY = 0;

  private static final int UNKNOWN_ID = -1;

  private static final Logger logger = LoggerFactory.getLogger(FieldReader.class);

  final byte[] frame;
  private final int serverVersion;

  /** The message's name; {@code null} if {@link #message()} makes it of its id and its sender. */
  private String name = "message";

  private String sender = "";
  private int id = UNKNOWN_ID;
  private boolean forgivesFigures;

  FieldReader(byte[] frame, int serverVersion) {
    this.frame = frame;
    this.serverVersion = serverVersion;
  }

  /** A reader of a part of a message, with the name and the forgiveness of the whole. */
  FieldReader(FieldReader whole) {
    this(whole.frame, whole.serverVersion);
    name = whole.name;
    sender = whole.sender;
    id = whole.id;
    forgivesFigures = whole.forgivesFigures;
  }

  /**
   * A reader of a message; {@link #messageId} comes first.
   *
   * @param frame the message without its length prefix
   * @param serverVersion the version that the session has agreed on; 0 for the greeting
   */
  public static FieldReader of(byte[] frame, int serverVersion) {
    return of(frame, serverVersion, null);
  }

  /**
   * A reader of a message of a connection.
   *
   * @param texts the connection's recent texts; {@code null} to make every text anew
   */
  public static FieldReader of(byte[] frame, int serverVersion, RecentTexts texts) {
    return serverVersion >= Dialect.FIRST_RAW_IDS && Dialect.isProtobuf(frame)
        ? ProtobufReader.ofFrame(frame, serverVersion)
        : new TextReader(frame, serverVersion, texts);
  }

  /**
   * Reads the message's id.
   *
   * @param sender the side that has sent the message, for the text of a {@link ProtocolException}
   */
  public final int messageId(String sender) {
    this.name = null;
    this.sender = sender;
    id = id();
    open();
    return id;
  }

  /** The message in words. Only faults need them, so no message that is read well makes them. */
  private String message() {
    if (name != null) {
      return name;
    }
    return (id == UNKNOWN_ID ? "a message" : "message " + id) + " from the " + sender;
  }

  /** The version that the session has agreed on. Some messages have fields only since a version. */
  public final int serverVersion() {
    return serverVersion;
  }

  /** Whether the session's server version is at least this one. */
  public final boolean since(int version) {
    return serverVersion >= version;
  }

  /** Sets the message's name for the text of a {@link ProtocolException}. */
  public final void messageName(String name) {
    this.name = name;
  }

  /**
   * Makes later figures that are no numbers read as {@code null}.
   *
   * <p>This is for messages from a gateway, which writes {@code NaN}, {@code ?} and other texts
   * where it has no figure. A client that sends such a text is refused.
   */
  public final void forgiveFigures() {
    forgivesFigures = true;
  }

  abstract int id();

  /** Prepares the fields behind the id. */
  abstract void open();

  /** Whether the fields are in the protobuf dialect. */
  public abstract boolean isProtobuf();

  /** Whether there is another field in the text dialect. */
  public abstract boolean hasNext();

  /** Whether a nested message is absent. In the text dialect, none is. */
  public abstract boolean lacks(int number);

  /**
   * The fields of a nested message; none if it is absent. In the text dialect they are the next
   * fields of this message.
   */
  public abstract FieldReader nested(int number);

  /**
   * The elements of a list, each to be read before the next. In the text dialect, the number of
   * elements precedes them.
   *
   * @throws ProtocolException if there are more elements than the frame can hold, so that a false
   *     count costs neither memory nor time
   */
  public abstract Iterable<FieldReader> elements(int number);

  /** The integers of a list; in the text dialect, their number precedes them. */
  public abstract List<Integer> integers(int number);

  /** Skips a field of the text dialect, such as a version number or an obsolete field. */
  public abstract void skip();

  /** The next field as text; may be empty. */
  public abstract String text(int number);

  /** The next field as an integer; 0 if it is empty or absent. */
  public abstract int integer(int number);

  /** The next field as an integer; {@code null} if it is empty, absent or 2147483647. */
  public abstract Integer integerOrUnset(int number);

  /** The next field as a long integer; 0 if it is empty or absent. */
  public abstract long longInteger(int number);

  /** The next field as a long integer; {@code null} if it is empty, absent or a sentinel. */
  public abstract Long longIntegerOrUnset(int number);

  /** The next field as a flag: 1 (or true) and 0 (or false, empty or absent). */
  public abstract boolean flag(int number);

  /**
   * The next field as a figure, such as a price. It is exact in a text, and a double in protobuf.
   *
   * <p>It is {@code null} if the field is empty, absent or a sentinel for "no value". In a message
   * from a gateway, a field that is no number is {@code null} too.
   */
  public abstract BigDecimal decimal(int number);

  /**
   * The next field as {@link #decimal} reads it, for an amount of money. From protobuf it has at
   * most eight decimals, because sums of doubles carry noise: 4398.700000000012 is 4398.7.
   */
  public abstract BigDecimal amount(int number);

  /**
   * The next field as {@link #decimal} reads it, or {@code infinity} for an infinity. Few fields
   * may hold an infinity, which is neither a number nor "no value".
   */
  public abstract BigDecimal decimalOrInfinity(int number, BigDecimal infinity);

  /**
   * The next field as a figure that is a text in both dialects, such as the volume of a bar; else
   * like {@link #decimal}.
   */
  public abstract BigDecimal figure(int number);

  /** The next field as a quantity, a text in both dialects; {@code null} for "no value". */
  public abstract BigDecimal quantityOrUnset(int number);

  /**
   * The next field as the text of a number that protobuf carries as a double, such as a multiplier.
   * It is empty if the field is absent.
   */
  public abstract String numberText(int number);

  /**
   * The next field as a whole figure, such as a number of trades. It is {@code otherwise} if the
   * field is empty or absent or, in a message from a gateway, no integer.
   */
  public abstract int wholeFigureOr(int number, int otherwise);

  /**
   * The next field as a quantity.
   *
   * @throws ProtocolException if it is "no value" or no number
   */
  public final BigDecimal quantity(int number) {
    BigDecimal quantity = quantityOrUnset(number);
    if (quantity == null) {
      throw fault("has no quantity");
    }
    return quantity;
  }

  /** The next field as a moment, read as whole seconds since 1970. */
  public final Instant epochSeconds(int number) {
    long seconds = longInteger(number);
    if (seconds < Instant.MIN.getEpochSecond() || seconds > Instant.MAX.getEpochSecond()) {
      throw notA("a moment in epoch seconds", Long.toString(seconds), null);
    }
    return Instant.ofEpochSecond(seconds);
  }

  /** An exception about the message, which says what is wrong with it. */
  public final ProtocolException refusal(String fault) {
    return new ProtocolException(message() + ": " + fault);
  }

  /** The figure of a text that is no simple decimal. */
  final BigDecimal figure(String text) {
    try {
      return DecimalText.parse(text);
    } catch (NumberFormatException e) {
      forgive("a decimal", text, e);
      return null;
    }
  }

  /** The quantity of a text that is no simple decimal. */
  final BigDecimal quantity(String text) {
    try {
      return DecimalText.parse(text);
    } catch (NumberFormatException e) {
      throw notA("a quantity", text, e);
    }
  }

  final void forgive(String expected, String text, NumberFormatException cause) {
    ProtocolException fault = notA(expected, text, cause);
    if (!forgivesFigures) {
      throw fault;
    }
    logger.debug("{}; read as no value", fault.getMessage());
  }

  final ProtocolException notA(String expected, String text, NumberFormatException cause) {
    boolean tooLong = text.length() > DecimalText.LONGEST_NUMBER;
    String shown = tooLong ? text.substring(0, DecimalText.LONGEST_NUMBER) + "…" : text;
    // The original exception would repeat the whole text.
    return new ProtocolException(
        message() + ": field " + field() + " is \"" + shown + "\", not " + expected,
        tooLong ? null : cause);
  }

  /** An exception about the field that was read last. */
  final ProtocolException fault(String fault) {
    return new ProtocolException(message() + ": field " + field() + ' ' + fault);
  }

  /** An exception about the message. */
  final ProtocolException malformed(String fault) {
    return new ProtocolException(message() + ": field " + fault);
  }

  /** The position of the field that was read last: its number in protobuf. */
  abstract int field();
}
