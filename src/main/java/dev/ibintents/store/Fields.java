package dev.ibintents.store;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Typed access to the fields of a document, or of a map in a document. Names are literal: a dot or
 * a digit in a name has no special meaning.
 *
 * <p>{@code string}, {@code integer} and similar methods require the field. Methods that begin with
 * {@code find} return an empty Optional if the field is missing or null. All of them throw {@link
 * FieldException} for a value of another type. The exception names the document, the field and the
 * expected type.
 */
public interface Fields {

  /** Returns the normalised fields: immutable, sorted by name. */
  Map<String, Object> fields();

  /** Returns the path of the document, and the path of the map in it, for messages. */
  String where();

  /** Whether the field exists and is not null. */
  default boolean has(String name) {
    return fields().get(name) != null;
  }

  /** Returns the text of a field. */
  default String string(String name) {
    return TypedValue.require(this, name, TypedValue.STRING);
  }

  /** Returns the text of a field, if it exists. */
  default Optional<String> findString(String name) {
    return TypedValue.find(this, name, TypedValue.STRING);
  }

  /** Returns the truth value of a field. */
  default boolean bool(String name) {
    return TypedValue.require(this, name, TypedValue.BOOL);
  }

  /** Returns a whole number. A double is refused, even if it is whole. */
  default long integer(String name) {
    return TypedValue.require(this, name, TypedValue.INTEGER);
  }

  /** Returns a whole number, if it exists. */
  default Optional<Long> findInteger(String name) {
    return TypedValue.find(this, name, TypedValue.INTEGER);
  }

  /**
   * Returns an exact decimal, stored as an integer or as a decimal string. A finite double is read
   * as the shortest decimal that denotes it: the product writes no doubles for decimals, but a
   * person may.
   */
  default BigDecimal decimal(String name) {
    return TypedValue.require(this, name, TypedValue.DECIMAL);
  }

  /** Returns an exact decimal, if it exists. */
  default Optional<BigDecimal> findDecimal(String name) {
    return TypedValue.find(this, name, TypedValue.DECIMAL);
  }

  /** Returns a timestamp in whole microseconds. */
  default Instant instant(String name) {
    return TypedValue.require(this, name, TypedValue.INSTANT);
  }

  /** Returns a timestamp, if it exists. */
  default Optional<Instant> findInstant(String name) {
    return TypedValue.find(this, name, TypedValue.INSTANT);
  }

  /** Returns an immutable list of normalised values. */
  default List<Object> list(String name) {
    return TypedValue.require(this, name, TypedValue.LIST);
  }

  /** Returns the fields of a map. */
  default Fields map(String name) {
    return TypedValue.require(this, name, TypedValue.MAP);
  }

  /** Returns the fields of a map, if it exists. */
  default Optional<Fields> findMap(String name) {
    return TypedValue.find(this, name, TypedValue.MAP);
  }

  /** A value of any type that a component of a record may have; see {@link RecordFields}. */
  default Object value(String name, Class<?> type) {
    return TypedValue.require(this, name, StoredForm.of(type, Map.of()).type());
  }

  /** A list of values of any type that a component of a record may have. */
  default List<?> values(String name, Class<?> elementType) {
    return StoredForm.of(elementType, Map.of())
        .type()
        .all(list(name), TypedValue.Place.of(this, name));
  }

  /** All fields as exact decimals, in the order of their names, as in a strategy's holdings. */
  default Map<String, BigDecimal> decimals() {
    Map<String, BigDecimal> decimals = new LinkedHashMap<>();
    fields().keySet().forEach(name -> decimals.put(name, decimal(name)));
    return decimals;
  }
}
