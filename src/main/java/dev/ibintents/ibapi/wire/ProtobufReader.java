package dev.ibintents.ibapi.wire;

import java.math.BigDecimal;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** Reads fields of the protobuf dialect, each by its number. */
final class ProtobufReader extends FieldReader {
  /** An element of a long list has more bytes than this. */
  private static final int LEAST_BYTES_OF_AN_ELEMENT = 8;

  /** So many elements may be shorter. */
  private static final int FEW_ELEMENTS = 64;

  private final int from;
  private final int to;
  private ProtobufFields fields;
  private int number;

  private ProtobufReader(byte[] frame, int serverVersion, int from, int to) {
    super(frame, serverVersion);
    this.from = from;
    this.to = to;
  }

  private ProtobufReader(ProtobufReader whole, int from, int to) {
    super(whole);
    this.from = from;
    this.to = to;
  }

  /** A reader of a message behind its raw id. */
  static ProtobufReader ofFrame(byte[] frame, int serverVersion) {
    return new ProtobufReader(frame, serverVersion, Integer.BYTES, frame.length);
  }

  private ProtobufReader part(int start, int end) {
    ProtobufReader part = new ProtobufReader(this, start, end);
    part.open();
    return part;
  }

  @Override
  int id() {
    return Dialect.rawId(frame) - Dialect.PROTOBUF_IDS;
  }

  @Override
  void open() {
    fields = new ProtobufFields(this, from, to);
  }

  @Override
  public boolean isProtobuf() {
    return true;
  }

  @Override
  public boolean hasNext() {
    return false;
  }

  @Override
  public boolean lacks(int number) {
    return !fields.has(number);
  }

  @Override
  public FieldReader nested(int number) {
    int end = end(number);
    return end == 0 ? part(0, 0) : part(fields.start(), end);
  }

  @Override
  public Iterable<FieldReader> elements(int number) {
    return fields.has(number) ? () -> new Elements(number) : List.of();
  }

  /**
   * The elements of a repeated field that is present. One reader goes through them, so they cost no
   * memory.
   */
  private final class Elements implements Iterator<FieldReader> {
    private final int field;
    private final ProtobufReader element = part(0, 0);
    private int end;
    private int left = (to - from) / LEAST_BYTES_OF_AN_ELEMENT + FEW_ELEMENTS;

    Elements(int field) {
      this.field = field;
      fields.rewind();
      end = fields.next(field);
    }

    @Override
    public boolean hasNext() {
      return end >= 0;
    }

    @Override
    public FieldReader next() {
      if (end < 0) {
        throw new NoSuchElementException();
      }
      if (left-- == 0) {
        number = field;
        throw fault("has more elements than a message of this length can hold");
      }
      element.fields.locate(fields.start(), end);
      fields.leave(end);
      end = fields.next(field);
      return element;
    }
  }

  @Override
  public List<Integer> integers(int number) {
    return fields.integers(number);
  }

  @Override
  public void skip() {}

  /** The place after a text or a nested message; 0 if it is absent. */
  private int end(int number) {
    this.number = number;
    return fields.has(number) ? fields.end(number) : 0;
  }

  private long varint(int number, long otherwise) {
    this.number = number;
    return fields.varint(number, otherwise);
  }

  @Override
  public String text(int number) {
    int end = end(number);
    String text = end == 0 ? "" : TextReader.text(frame, fields.start(), end);
    if (text.indexOf('\0') >= 0) {
      throw fault("contains a NUL, which no text may");
    }
    return text;
  }

  @Override
  public int integer(int number) {
    return (int) varint(number, 0);
  }

  @Override
  public Integer integerOrUnset(int number) {
    int value = (int) varint(number, Integer.MAX_VALUE);
    return value == Integer.MAX_VALUE ? null : value;
  }

  @Override
  public long longInteger(int number) {
    return varint(number, 0);
  }

  @Override
  public Long longIntegerOrUnset(int number) {
    long value = varint(number, Long.MAX_VALUE);
    return value == Long.MAX_VALUE ? null : value;
  }

  @Override
  public boolean flag(int number) {
    long value = varint(number, 0);
    return value != 0 && value != Integer.MAX_VALUE;
  }

  @Override
  public BigDecimal decimal(int number) {
    return fromDouble(number, null);
  }

  @Override
  public BigDecimal amount(int number) {
    BigDecimal value = fromDouble(number, null);
    return value == null ? null : ProtobufFields.amount(value);
  }

  @Override
  public BigDecimal decimalOrInfinity(int number, BigDecimal infinity) {
    return fromDouble(number, infinity);
  }

  private BigDecimal fromDouble(int number, BigDecimal infinity) {
    this.number = number;
    if (!fields.has(number)) {
      return null;
    }
    double value = fields.fixed64(number);
    if (infinity != null && value == Double.POSITIVE_INFINITY) {
      return infinity;
    }
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      forgive("a decimal", Double.toString(value), null);
      return null;
    }
    return value == Double.MAX_VALUE ? null : ProtobufFields.decimal(value);
  }

  @Override
  public BigDecimal figure(int number) {
    int end = end(number);
    BigDecimal quick = end == 0 ? null : DecimalText.quick(frame, fields.start(), end);
    return quick != null ? quick : figure(text(number));
  }

  @Override
  public BigDecimal quantityOrUnset(int number) {
    int end = end(number);
    BigDecimal quick = end == 0 ? null : DecimalText.quick(frame, fields.start(), end);
    return quick != null ? quick : quantity(text(number));
  }

  @Override
  public String numberText(int number) {
    BigDecimal value = decimal(number);
    return value == null ? "" : value.toPlainString();
  }

  @Override
  public int wholeFigureOr(int number, int otherwise) {
    return (int) varint(number, otherwise);
  }

  @Override
  int field() {
    return number;
  }
}
