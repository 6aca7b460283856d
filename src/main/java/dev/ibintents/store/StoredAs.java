package dev.ibintents.store;

import java.time.DateTimeException;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Function;

/**
 * A form in which {@link RecordFields} stores the values of one type, in place of the form that the
 * type would have by itself.
 *
 * @param <T> the type
 */
public final class StoredAs<T> {
  private final Class<T> type;
  private final StoredForm form;

  private StoredAs(Class<T> type, Function<T, ?> write, TypedValue<T> read) {
    this.type = type;
    this.form = new StoredForm(read, value -> write.apply(type.cast(value)));
  }

  /**
   * Stores values as texts.
   *
   * @param read refuses a text with IllegalArgumentException, DateTimeException or
   *     NoSuchElementException
   */
  public static <T> StoredAs<T> text(
      Class<T> type, Function<T, String> write, Function<String, T> read) {
    return new StoredAs<>(
        type,
        write,
        new TypedValue<>(
            "a string that is a " + type.getSimpleName(),
            (value, where) -> value instanceof String text ? orNull(read, text) : null));
  }

  private static <T> T orNull(Function<String, T> read, String text) {
    try {
      return read.apply(text);
    } catch (IllegalArgumentException | DateTimeException | NoSuchElementException refused) {
      return null; // the caller says what was expected instead
    }
  }

  /** Stores values as lists of texts. */
  public static <T> StoredAs<T> texts(
      Class<T> type, Function<T, List<String>> write, Function<List<String>, T> read) {
    return new StoredAs<>(
        type,
        write,
        new TypedValue<>(
            TypedValue.LIST.name(),
            (value, where) ->
                value instanceof List<?> list
                    ? read.apply(TypedValue.STRING.all(list, where))
                    : null));
  }

  /** Stores values as maps. */
  public static <T> StoredAs<T> map(
      Class<T> type, Function<T, Map<String, ?>> write, Function<Fields, T> read) {
    return new StoredAs<>(
        type,
        write,
        new TypedValue<>(
            TypedValue.MAP.name(),
            (value, where) ->
                value instanceof Map ? read.apply(TypedValue.MAP.of(value, where)) : null));
  }

  /** Stores values as maps that nobody reads as values of this type. */
  public static <T> StoredAs<T> mapForPeople(Class<T> type, Function<T, Map<String, ?>> write) {
    return map(
        type,
        write,
        fields -> {
          throw new UnsupportedOperationException(
              fields.where() + ": nothing reads a " + type.getSimpleName() + " from a document");
        });
  }

  Class<T> type() {
    return type;
  }

  StoredForm form() {
    return form;
  }
}
