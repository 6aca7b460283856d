package dev.ibintents.store;

import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;

/** How one component of a record stands in documents. */
sealed interface StoredComponent {
  /** Puts a component's value into the fields of a document. */
  void put(Object value, Map<String, Object> fields);

  /**
   * Reads a component's value from the fields of a document.
   *
   * @throws FieldException if it is missing or of another type
   */
  Object read(Fields fields);

  /** The form that a component has by its type and its annotation. */
  static StoredComponent of(RecordComponent component, Map<Class<?>, StoredForm> others) {
    Stored stored = component.getAnnotation(Stored.class);
    Type type = component.getGenericType();
    if (stored == null) {
      return isOptional(component.getType())
          ? optional(component.getName(), type, false, others)
          : new Required(component.getName(), StoredForm.of(type, others));
    }
    String name = stored.value().isEmpty() ? component.getName() : stored.value();
    if (stored.id()) {
      return new Id(StoredForm.of(type, others));
    } else if (stored.inline()) {
      return new Inline<>(RecordFields.of(component.getType().asSubclass(Record.class), others));
    } else if (isOptional(component.getType())) {
      return optional(name, type, stored.nullIfEmpty(), others);
    } else if (stored.nullIfEmpty()) {
      return new MayBeEmpty(name, StoredForm.of(type, others), null, true);
    } else if (stored.leftOutIfEmpty()) {
      return new MayBeEmpty(name, StoredForm.of(type, others), emptyOf(component.getType()), false);
    }
    return new Required(name, StoredForm.of(type, others));
  }

  private static boolean isOptional(Class<?> type) {
    return type == Optional.class || type == OptionalInt.class;
  }

  private static StoredComponent optional(
      String name, Type type, boolean isNullIfEmpty, Map<Class<?>, StoredForm> others) {
    if (type == OptionalInt.class) {
      return new MayBeEmpty(
          name,
          StoredForm.of(int.class, others)
              .within(
                  value -> ((OptionalInt) value).getAsInt(),
                  number -> OptionalInt.of((int) number)),
          OptionalInt.empty(),
          isNullIfEmpty);
    }
    return new MayBeEmpty(
        name,
        StoredForm.of(StoredForm.argument(type, 0), others)
            .within(value -> ((Optional<?>) value).orElseThrow(), Optional::of),
        Optional.empty(),
        isNullIfEmpty);
  }

  private static Object emptyOf(Class<?> type) {
    if (type == String.class) {
      return "";
    } else if (type == SortedMap.class) {
      return Collections.emptySortedMap();
    } else if (type == SortedSet.class) {
      return Collections.emptySortedSet();
    } else if (type == Map.class) {
      return Map.of();
    } else if (type == Set.class) {
      return Set.of();
    }
    return type == List.class ? List.of() : null;
  }

  /** A field that is always there. */
  record Required(String name, StoredForm form) implements StoredComponent {
    @Override
    public void put(Object value, Map<String, Object> fields) {
      if (value == null) {
        throw new IllegalArgumentException(name + " is null; it must be " + form.type().name());
      }
      fields.put(name, form.write().apply(value));
    }

    @Override
    public Object read(Fields fields) {
      return TypedValue.require(fields, name, form.type());
    }
  }

  /**
   * A field that may be missing.
   *
   * @param empty stands for a field that is missing or null
   * @param isNullIfEmpty whether the field is then written, and is null
   */
  record MayBeEmpty(String name, StoredForm form, Object empty, boolean isNullIfEmpty)
      implements StoredComponent {
    @Override
    public void put(Object value, Map<String, Object> fields) {
      if (value != null && !value.equals(empty)) {
        fields.put(name, form.write().apply(value));
      } else if (isNullIfEmpty) {
        fields.put(name, null);
      }
    }

    @Override
    public Object read(Fields fields) {
      Optional<?> value = TypedValue.find(fields, name, form.type());
      return value.isPresent() ? value.get() : empty;
    }
  }

  /** The document's id. */
  record Id(StoredForm form) implements StoredComponent {
    @Override
    public void put(Object value, Map<String, Object> fields) {
      // The document's path has it.
    }

    @Override
    public Object read(Fields fields) {
      if (fields instanceof Document document) {
        return form.type().of(document.id(), TypedValue.Place.ofId(document));
      }
      throw new IllegalStateException(fields.where() + " is no document, and so has no id");
    }
  }

  /** A record whose fields stand among those around it. */
  record Inline<R extends Record>(RecordFields<R> records) implements StoredComponent {
    @Override
    public void put(Object value, Map<String, Object> fields) {
      fields.putAll(records.fields(records.type().cast(value)));
    }

    @Override
    public Object read(Fields fields) {
      return records.record(fields);
    }
  }

  /** A component that is not stored. */
  record NotKept(Object value) implements StoredComponent {
    @Override
    public void put(Object ignored, Map<String, Object> fields) {
      // It is not kept.
    }

    @Override
    public Object read(Fields fields) {
      return value;
    }
  }
}
