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
              + (value == null
                  ? " is null"
                  : " is the " + value.getClass().getSimpleName() + " " + value)
              + "; it must be "
              + name);
    }
    return typed;
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
}
