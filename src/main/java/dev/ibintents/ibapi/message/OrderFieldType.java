package dev.ibintents.ibapi.message;

import java.math.BigDecimal;
import java.util.List;

/**
 * The type of an order field's values.
 *
 * @param type BigDecimal, Integer, Long, Boolean, String, SoftDollarTier or List
 * @param elementType the type of the elements of a List; {@code null} otherwise
 * @param unset the value of a field that is not set
 * @param form the usual form on the wire
 */
record OrderFieldType<T>(Class<?> type, Class<?> elementType, T unset, FieldForm<T> form) {
  static <T> OrderFieldType<T> of(Class<T> type, T unset, FieldForm<T> form) {
    return new OrderFieldType<>(type, null, unset, form);
  }

  static <E> OrderFieldType<List<E>> listOf(Class<E> elementType, FieldForm<E> element) {
    return new OrderFieldType<>(List.class, elementType, List.of(), FieldForm.listOf(element));
  }

  /**
   * The value in this type.
   *
   * @param name the field's name, for the message
   * @param value {@code null} for "not set"
   * @throws IllegalArgumentException if the value does not have this type
   */
  @SuppressWarnings("unchecked")
  T cast(String name, Object value) {
    if (value == null) {
      return unset;
    }
    if (!type.isInstance(value)) {
      throw mismatch(name, value);
    }
    if (elementType == null) {
      return (T) value;
    }
    for (Object element : (List<?>) value) {
      if (!elementType.isInstance(element)) {
        throw mismatch(name, element);
      }
    }
    return (T) List.copyOf((List<?>) value);
  }

  /** Whether the value means the same as a field that is not set. */
  boolean isUnset(T value) {
    if (value == unset) {
      return true;
    }
    if (value instanceof BigDecimal decimal && unset instanceof BigDecimal nothing) {
      return decimal.compareTo(nothing) == 0;
    }
    return value == null || value.equals(unset);
  }

  private IllegalArgumentException mismatch(String name, Object value) {
    String expected = elementType == null ? type.getSimpleName() : elementType.getSimpleName();
    return new IllegalArgumentException(
        "the order field "
            + name
            + (elementType == null ? " takes a " : " takes a list of ")
            + expected
            + ", not "
            + (value == null ? "null" : value.getClass().getSimpleName() + " " + value));
  }
}
