package dev.ibintents.store;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How {@link Fields} reads one type: {@link Reader#read} returns null for any other. */
record TypedValue<T>(String name, Reader<T> reader) {
  static final TypedValue<String> STRING = new TypedValue<>("a string", only(String.class));
  static final TypedValue<Boolean> BOOL = new TypedValue<>("true or false", only(Boolean.class));
  static final TypedValue<Long> INTEGER = new TypedValue<>("an integer", only(Long.class));
  static final TypedValue<Instant> INSTANT = new TypedValue<>("a timestamp", only(Instant.class));
  static final TypedValue<BigDecimal> DECIMAL =
      new TypedValue<>(
          "an exact decimal (an integer, or a string such as \"1.5\")",
          (value, where) -> toDecimal(value));

  @SuppressWarnings("unchecked") // a normalised list is one of objects
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
    T read(Object value, String where);
  }

  private record Nested(String where, Map<String, Object> fields) implements Fields {}

  static <T> T require(Fields fields, String name, TypedValue<T> type) {
    return find(fields, name, type)
        .orElseThrow(
            () ->
                new FieldException(
                    at(fields, name)
                        + (fields.fields().containsKey(name) ? " is null" : " is missing")
                        + "; expected is "
                        + type.name));
  }

  static <T> Optional<T> find(Fields fields, String name, TypedValue<T> type) {
    Object value = fields.fields().get(name);
    if (value == null) {
      return Optional.empty();
    }
    T typed = type.reader.read(value, at(fields, name));
    if (typed == null) {
      throw new FieldException(
          at(fields, name)
              + " is the "
              + value.getClass().getSimpleName()
              + " "
              + value
              + "; expected is "
              + type.name);
    }
    return Optional.of(typed);
  }

  private static String at(Fields fields, String name) {
    return fields.where() + (fields instanceof Document ? ": field " : ".") + name;
  }

  private static <T> Reader<T> only(Class<T> type) {
    return (value, where) -> type.isInstance(value) ? type.cast(value) : null;
  }

  private static BigDecimal toDecimal(Object value) {
    if (value instanceof Long number) {
      return BigDecimal.valueOf(number);
    } else if (value instanceof Double number && Double.isFinite(number)) {
      return BigDecimal.valueOf(number);
    } else if (value instanceof String text && text.matches("-?\\d{1,1000}(\\.\\d{1,1000})?")) {
      return new BigDecimal(text);
    }
    return null;
  }
}
