package dev.ibintents.store;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Typed access to the fields of a document, or of a map inside one. Names are taken literally: dots
 * and digits in them mean nothing.
 *
 * <p>{@code string}, {@code integer} and the like require the field; their twins with {@code find},
 * where there are any, are empty where it is missing or null. All of them throw {@link
 * FieldException} for a value of another type, with the document, the field and the type expected.
 */
public interface Fields {

  /** The normalised fields: immutable, sorted by name. */
  Map<String, Object> fields();

  /** Where the fields are, for messages: the document's path, and the field's inside it. */
  String where();

  /** Whether the field is there and not null. */
  default boolean has(String name) {
    return fields().get(name) != null;
  }

  /** The text of a field. */
  default String string(String name) {
    return TypedValue.require(this, name, TypedValue.STRING);
  }

  /** The text of a field, if it is there. */
  default Optional<String> findString(String name) {
    return TypedValue.find(this, name, TypedValue.STRING);
  }

  /** A field's truth value. */
  default boolean bool(String name) {
    return TypedValue.require(this, name, TypedValue.BOOL);
  }

  /** A whole number. A double is refused, even a whole one. */
  default long integer(String name) {
    return TypedValue.require(this, name, TypedValue.INTEGER);
  }

  /** A whole number, if it is there. */
  default Optional<Long> findInteger(String name) {
    return TypedValue.find(this, name, TypedValue.INTEGER);
  }

  /**
   * An exact decimal as BigDecimals are stored: an integer or a decimal string. A finite double,
   * which only a person's hand can have put there, counts as the shortest decimal that denotes it.
   */
  default BigDecimal decimal(String name) {
    return TypedValue.require(this, name, TypedValue.DECIMAL);
  }

  /** An exact decimal, if it is there. */
  default Optional<BigDecimal> findDecimal(String name) {
    return TypedValue.find(this, name, TypedValue.DECIMAL);
  }

  /** A point in time, in whole microseconds. */
  default Instant instant(String name) {
    return TypedValue.require(this, name, TypedValue.INSTANT);
  }

  /** A point in time, if it is there. */
  default Optional<Instant> findInstant(String name) {
    return TypedValue.find(this, name, TypedValue.INSTANT);
  }

  /** A list of normalised values, immutable. */
  default List<Object> list(String name) {
    return TypedValue.require(this, name, TypedValue.LIST);
  }

  /** A map's fields, to be read like a document's. */
  default Fields map(String name) {
    return TypedValue.require(this, name, TypedValue.MAP);
  }

  /** A map's fields, if it is there. */
  default Optional<Fields> findMap(String name) {
    return TypedValue.find(this, name, TypedValue.MAP);
  }

  /** All fields as exact decimals, in the order of their names, as in a strategy's holdings. */
  default Map<String, BigDecimal> decimals() {
    Map<String, BigDecimal> decimals = new LinkedHashMap<>();
    fields().keySet().forEach(name -> decimals.put(name, decimal(name)));
    return decimals;
  }
}
