package dev.ibintents.store;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The form in which values of one type stand in documents.
 *
 * @param type reads a value
 * @param write gives the value to be stored
 */
record StoredForm(TypedValue<?> type, UnaryOperator<Object> write) {
  /** The field beside a record's own that says which of a sealed interface's records it is. */
  private static final String TYPE = "type";

  private static final TypedValue<LocalDate> DATE =
      new TypedValue<>(
          "a date such as 2026-11-20",
          (value, where) -> value instanceof String text ? date(text) : null);

  private static final TypedValue<Object> ANY =
      new TypedValue<>("a value", (value, where) -> value);

  /** The values that documents hold as they are. */
  private static final Map<Class<?>, TypedValue<?>> PLAIN =
      Map.of(
          String.class, TypedValue.STRING,
          Boolean.class, TypedValue.BOOL,
          boolean.class, TypedValue.BOOL,
          Long.class, TypedValue.INTEGER,
          long.class, TypedValue.INTEGER,
          Integer.class, TypedValue.INT,
          int.class, TypedValue.INT,
          BigDecimal.class, TypedValue.DECIMAL,
          Instant.class, TypedValue.INSTANT,
          Object.class, ANY);

  /**
   * The form of a type.
   *
   * @param others the forms of further types, which come before those of this class
   * @throws IllegalArgumentException if documents cannot hold such values
   */
  static StoredForm of(Type type, Map<Class<?>, StoredForm> others) {
    Class<?> raw = raw(type);
    if (others.containsKey(raw)) {
      return others.get(raw);
    } else if (PLAIN.containsKey(raw)) {
      return new StoredForm(PLAIN.get(raw), value -> value);
    } else if (raw == LocalDate.class) {
      return new StoredForm(DATE, Object::toString);
    } else if (raw.isEnum()) {
      return ofEnum(raw);
    } else if (raw.isRecord()) {
      return ofRecord(RecordFields.of(raw.asSubclass(Record.class), others));
    } else if (raw.isSealed()) {
      return ofSealed(raw, others);
    } else if (Collection.class.isAssignableFrom(raw)) {
      return ofCollection(raw, argument(type, 0), others);
    } else if (Map.class.isAssignableFrom(raw)) {
      return ofMap(raw, raw(argument(type, 0)), argument(type, 1), others);
    }
    throw new IllegalArgumentException("documents hold no " + type.getTypeName());
  }

  /** The form of a value inside another one. */
  StoredForm within(UnaryOperator<Object> takenOut, UnaryOperator<Object> putIn) {
    return new StoredForm(
        new TypedValue<>(type.name(), (value, where) -> putIn.apply(type.of(value, where))),
        value -> write.apply(takenOut.apply(value)));
  }

  private static Class<?> raw(Type type) {
    return (Class<?>) (type instanceof ParameterizedType generic ? generic.getRawType() : type);
  }

  static Type argument(Type type, int number) {
    return ((ParameterizedType) type).getActualTypeArguments()[number];
  }

  private static LocalDate date(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeException notADate) {
      return null; // the caller says what was expected instead
    }
  }

  private static StoredForm ofEnum(Class<?> raw) {
    Map<String, Object> byWord = new LinkedHashMap<>();
    for (Object constant : raw.getEnumConstants()) {
      byWord.put(word(constant), constant);
    }
    return new StoredForm(
        new TypedValue<>(
            "one of " + String.join(", ", byWord.keySet()), (value, where) -> byWord.get(value)),
        StoredForm::word);
  }

  private static String word(Object constant) {
    return constant instanceof StoredWord stored ? stored.id() : ((Enum<?>) constant).name();
  }

  private static <R extends Record> StoredForm ofRecord(RecordFields<R> records) {
    return new StoredForm(
        new TypedValue<>(
            TypedValue.MAP.name(),
            (value, where) ->
                value instanceof Map ? records.record(TypedValue.MAP.of(value, where)) : null),
        value -> records.fields(records.type().cast(value)));
  }

  /** A record of a sealed interface is stored with its simple name as {@link #TYPE}. */
  private static StoredForm ofSealed(Class<?> raw, Map<Class<?>, StoredForm> others) {
    Map<String, StoredForm> byName =
        Arrays.stream(raw.getPermittedSubclasses())
            .collect(
                Collectors.toMap(
                    Class::getSimpleName,
                    permitted -> of(permitted, others),
                    (one, other) -> one,
                    LinkedHashMap::new));
    return new StoredForm(
        new TypedValue<>(
            "a map with a type of " + String.join(", ", byName.keySet()),
            (value, where) ->
                value instanceof Map<?, ?> map && byName.containsKey(map.get(TYPE))
                    ? byName.get(map.get(TYPE)).type.of(value, where)
                    : null),
        value -> {
          String name = value.getClass().getSimpleName();
          Map<Object, Object> fields = new LinkedHashMap<>();
          fields.put(TYPE, name);
          fields.putAll((Map<?, ?>) byName.get(name).write.apply(value));
          return fields;
        });
  }

  /** A collection of any values is stored as it is, with its nulls, and so is a map of them. */
  private static StoredForm ofCollection(
      Class<?> raw, Type elements, Map<Class<?>, StoredForm> others) {
    if (elements == Object.class) {
      return new StoredForm(TypedValue.LIST, value -> value);
    }
    StoredForm element = of(elements, others);
    return new StoredForm(
        new TypedValue<>(
            TypedValue.LIST.name(),
            (value, where) ->
                value instanceof List<?> list
                    ? collection(raw, element.type.all(list, where))
                    : null),
        value -> ((Collection<?>) value).stream().map(element.write).toList());
  }

  private static Collection<?> collection(Class<?> raw, List<?> elements) {
    if (raw == SortedSet.class) {
      return Collections.unmodifiableSortedSet(new TreeSet<>(elements));
    }
    return raw == Set.class
        ? Collections.unmodifiableSet(new LinkedHashSet<>(elements))
        : Collections.unmodifiableList(new ArrayList<>(elements));
  }

  private static StoredForm ofMap(
      Class<?> raw, Class<?> key, Type value, Map<Class<?>, StoredForm> others) {
    if (value == Object.class) {
      return new StoredForm(
          new TypedValue<>(
              TypedValue.MAP.name(), (stored, where) -> stored instanceof Map ? stored : null),
          map -> map);
    }
    StoredForm form = of(value, others);
    return new StoredForm(
        new TypedValue<>(
            TypedValue.MAP.name(),
            (stored, where) ->
                stored instanceof Map<?, ?> map ? map(raw, key, form, map, where) : null),
        map -> {
          Map<String, Object> fields = new LinkedHashMap<>();
          ((Map<?, ?>) map)
              .forEach((name, held) -> fields.put(name.toString(), form.write.apply(held)));
          return fields;
        });
  }

  private static Map<?, ?> map(
      Class<?> raw, Class<?> key, StoredForm form, Map<?, ?> stored, TypedValue.Place where) {
    Map<Object, Object> map = new LinkedHashMap<>();
    stored.forEach(
        (name, value) -> {
          TypedValue.Place at = where.value((String) name);
          map.put(key(key, (String) name, at), form.type.of(value, at));
        });
    return raw == SortedMap.class
        ? Collections.unmodifiableSortedMap(new TreeMap<>(map))
        : Collections.unmodifiableMap(map);
  }

  private static Object key(Class<?> type, String name, TypedValue.Place where) {
    if (type == String.class) {
      return name;
    }
    try {
      return Integer.valueOf(name);
    } catch (NumberFormatException e) {
      throw new FieldException(where + ": the name is no whole number");
    }
  }
}
