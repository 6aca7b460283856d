package dev.ibintents.ibapi.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Reads fields of the text dialect: UTF-8 texts in sequence, each closed by a NUL. */
final class TextReader extends FieldReader {
  /** The texts of a single character. Most fields of an order are such. */
  private static final String[] SINGLE = new String[128];

  static {
    for (char c = 0; c < SINGLE.length; c++) {
      SINGLE[c] = String.valueOf(c);
    }
  }

  private final RecentTexts texts;
  private int position;
  private int start;
  private int fieldsRead;

  /**
   * @param texts the texts of earlier messages; {@code null} to make every text anew
   */
  TextReader(byte[] frame, int serverVersion, RecentTexts texts) {
    super(frame, serverVersion);
    this.texts = texts;
  }

  /** The text of these bytes. */
  static String text(byte[] bytes, int start, int end) {
    return text(bytes, start, end, null);
  }

  private static String text(byte[] bytes, int start, int end, RecentTexts texts) {
    if (start == end) {
      return "";
    }
    if (end - start == 1 && bytes[start] > 0) {
      return SINGLE[bytes[start]];
    }
    return texts == null
        ? new String(bytes, start, end - start, UTF_8)
        : texts.text(bytes, start, end);
  }

  @Override
  int id() {
    if (!since(Dialect.FIRST_RAW_IDS)) {
      return integer(TEXT_ONLY);
    }
    if (frame.length < Integer.BYTES) {
      throw malformed("0 is missing");
    }
    position = Integer.BYTES;
    fieldsRead = 1;
    return Dialect.rawId(frame);
  }

  @Override
  void open() {}

  @Override
  public boolean isProtobuf() {
    return false;
  }

  @Override
  public boolean hasNext() {
    return position < frame.length;
  }

  @Override
  public boolean lacks(int number) {
    return false;
  }

  @Override
  public FieldReader nested(int number) {
    return this;
  }

  @Override
  public Iterable<FieldReader> elements(int number) {
    return Collections.nCopies(count(), this);
  }

  @Override
  public List<Integer> integers(int number) {
    int count = count();
    List<Integer> integers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      integers.add(integer(number));
    }
    return integers;
  }

  /** The next field as the number of elements that follow; the rest of the frame can hold them. */
  private int count() {
    int count = integer(TEXT_ONLY);
    if (count < 0 || count > frame.length - position) {
      throw notA("a count that this message can hold", Integer.toString(count), null);
    }
    return count;
  }

  /** Goes on to the next field: sets its start, and returns the place of the NUL that closes it. */
  private int end() {
    start = position;
    if (start >= frame.length) {
      throw malformed(fieldsRead + " is missing");
    }
    int end = start;
    while (end < frame.length && frame[end] != 0) {
      end++;
    }
    if (end == frame.length) {
      throw malformed(fieldsRead + " is not closed by a NUL");
    }
    position = end + 1;
    fieldsRead++;
    return end;
  }

  @Override
  public void skip() {
    end();
  }

  /** The text from the start of the field to this place. */
  private String textTo(int end) {
    return text(frame, start, end, texts);
  }

  @Override
  public String text(int number) {
    return textTo(end());
  }

  @Override
  public int integer(int number) {
    int end = end();
    if (DecimalText.areDigits(frame, start, end)) {
      return (int) DecimalText.digits(frame, start, end);
    }
    String text = textTo(end);
    return text.isEmpty() ? 0 : parseInteger(text);
  }

  @Override
  public Integer integerOrUnset(int number) {
    String text = text(number);
    if (text.isEmpty()) {
      return null;
    }
    int value = parseInteger(text);
    return value == Integer.MAX_VALUE ? null : value;
  }

  private int parseInteger(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw notA("an integer", text, e);
    }
  }

  @Override
  public long longInteger(int number) {
    String text = text(number);
    return text.isEmpty() ? 0 : parseLong(text);
  }

  @Override
  public Long longIntegerOrUnset(int number) {
    String text = text(number);
    if (text.isEmpty()) {
      return null;
    }
    long value = parseLong(text);
    return value == Long.MAX_VALUE ? null : value;
  }

  private long parseLong(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw notA("a long integer", text, e);
    }
  }

  @Override
  public boolean flag(int number) {
    String text = text(number);
    return switch (text) {
      case "1", "true" -> true;
      case "0", "false", "" -> false;
      default -> throw notA("a flag (0 or 1)", text, null);
    };
  }

  @Override
  public BigDecimal decimal(int number) {
    int end = end();
    BigDecimal quick = DecimalText.quick(frame, start, end);
    return quick != null ? quick : figure(textTo(end));
  }

  @Override
  public BigDecimal amount(int number) {
    return decimal(number);
  }

  @Override
  public BigDecimal figure(int number) {
    return decimal(number);
  }

  @Override
  public BigDecimal decimalOrInfinity(int number, BigDecimal infinity) {
    String text = text(number);
    return switch (text) {
      case "Infinity", "Infinite" -> infinity;
      default -> figure(text);
    };
  }

  @Override
  public BigDecimal quantityOrUnset(int number) {
    int end = end();
    BigDecimal quick = DecimalText.quick(frame, start, end);
    return quick != null ? quick : quantity(textTo(end));
  }

  @Override
  public String numberText(int number) {
    return text(number);
  }

  @Override
  public int wholeFigureOr(int number, int otherwise) {
    String text = text(number);
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

  @Override
  int field() {
    return fieldsRead - 1;
  }
}
