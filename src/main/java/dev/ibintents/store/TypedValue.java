package dev.ibintents.store;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A type of value that {@link Fields} reads; {@link Reader#read} returns null for a value of any
 * other type.
 */
record TypedValue<T>(String name, Reader<T> reader) {
  private static final int MOST_DIGITS = 1000;

  static final TypedValue<String> STRING = new TypedValue<>("a string", only(String.class));
  static final TypedValue<Boolean> BOOL = new TypedValue<>("true or false", only(Boolean.class));
  static final TypedValue<Long> INTEGER = new TypedValue<>("an integer", only(Long.class));
  static final TypedValue<Integer> INT =
      new TypedValue<>(
          "an integer of up to 32 bits",
          (value, where) ->
              value instanceof Long number && number == number.intValue()
                  ? (Integer) number.intValue()
                  : null);
  static final TypedValue<Instant> INSTANT = new TypedValue<>("a timestamp", only(Instant.class));
  static final TypedValue<BigDecimal> DECIMAL =
      new TypedValue<>(
          "an exact decimal (an integer, or a string such as \"1.5\")",
          (value, where) -> toDecimal(value));

  @SuppressWarnings("unchecked") // the elements of a normalised list are objects
  static final TypedValue<List<Object>> LIST =
      new TypedValue<>(
          "a list", (value, where) -> value instanceof List ? (List<Object>) value : null);

  @SuppressWarnings("unchecked") // a normalised map has strings for keys
  static final TypedValue<Fields> MAP =
      new TypedValue<>(
          "a map",
          (value, where) ->
              value instanceof Map ? new Nested(where, (Map<String, Object>) value) : null);

  interface Reader<T> {
    T read(Object value, Place where);
  }

  private record Nested(Place place, Map<String, Object> fields) implements Fields {
    @Override
    public String where() {
      return place.toString();
    }
  }

  static <T> T require(Fields fields, String name, TypedValue<T> type) {
    return find(fields, name, type)
        .orElseThrow(
            () ->
                new FieldException(
                    Place.of(fields, name)
                        + (fields.fields().containsKey(name) ? " is null" : " is missing")
                        + "; it must be "
                        + type.name));
  }

  static <T> Optional<T> find(Fields fields, String name, TypedValue<T> type) {
    Object value = fields.fields().get(name);
    if (value == null) {
      return Optional.empty();
    }
    return Optional.of(type.of(value, Place.of(fields, name)));
  }

  /** A value of this type; {@code where} says in a refusal where it stands. */
  T of(Object value, Place where) {
    T typed = value == null ? null : reader.read(value, where);
    if (typed == null) {
      throw new FieldException(
          where
              + (value == null ? " is null" : " is the " + kind(value) + " " + value)
              + "; it must be "
              + name);
    }
    return typed;
  }

  private static String kind(Object value) {
    return value instanceof Map ? "map" : value.getClass().getSimpleName();
  }

  /** The elements of a list, each of this type. */
  List<T> all(List<?> list, Place where) {
    List<T> all = new ArrayList<>(list.size());
    for (Object element : list) {
      all.add(of(element, where.element(all.size())));
    }
    return all;
  }

  private static <T> Reader<T> only(Class<T> type) {
    return (value, where) -> type.isInstance(value) ? type.cast(value) : null;
  }

  private static BigDecimal toDecimal(Object value) {
    if (value instanceof Long number) {
      return BigDecimal.valueOf(number);
    } else if (value instanceof Double number && Double.isFinite(number)) {
      return BigDecimal.valueOf(number);
    } else if (value instanceof String text && isDecimal(text)) {
      return new BigDecimal(text);
    }
    return null;
  }

  /** Whether a text is a plain decimal: a minus or none, digits, and perhaps a point and digits. */
  private static boolean isDecimal(String text) {
    int begin = text.startsWith("-") ? 1 : 0;
    int point = text.indexOf('.');
    return point < 0
        ? areDigits(text, begin, text.length())
        : areDigits(text, begin, point) && areDigits(text, point + 1, text.length());
  }

  private static boolean areDigits(String text, int from, int to) {
    if (from >= to || to - from > MOST_DIGITS) {
      return false;
    }
    for (int i = from; i < to; i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  /**
   * A place in a document, for messages. Its text is made only if a message needs it.
   *
   * @param outer the fields or the place around it
   * @param sign the text between the outer place and the name
   * @param name the name of a field, or the number of an element
   * @param end the text after the name
   */
  record Place(Object outer, String sign, Object name, String end) {
    /** The place of a field. */
    static Place of(Fields fields, String name) {
      return new Place(fields, fields instanceof Document ? ": field " : ".", name, "");
    }

    /** The place of a document's id. */
    static Place ofId(Document document) {
      return new Place(document, ": ", "the id", "");
    }

    /** The place of a named value in the map at this place. */
    Place value(String key) {
      return new Place(this, ".", key, "");
    }

    /** The place of an element of the list at this place. */
    Place element(int number) {
      return new Place(this, "[", number, "]");
    }

    /** The place in words, such as {@code config/paper: field exposure.overall}. */
    @Override
    public String toString() {
      return (outer instanceof Fields fields ? fields.where() : outer) + sign + name + end;
    }
  }
}
