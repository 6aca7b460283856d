package dev.ibintents.store;

import dev.ibintents.store.StoredComponent.MayBeEmpty;
import dev.ibintents.store.StoredComponent.NotKept;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Converts records of one class to a document's fields and back: each component is a field of the
 * same name, or as {@link Stored} says.
 *
 * <p>Components are texts, truth values, int, long, BigDecimal, Instant, {@link LocalDate} as
 * ISO-8601, enums by their {@link StoredWord}, records, records of a sealed interface, and lists,
 * sets and maps of these; the keys of maps are texts or whole numbers. A component that is an
 * {@code Optional} and empty has no field. Other types need a {@link StoredAs}. Fields that belong
 * to no component are ignored.
 *
 * <p>A class is looked into when its first record is converted.
 *
 * @param <R> the class of the records
 */
public final class RecordFields<R extends Record> {
  private static final ClassValue<RecordFields<?>> PLAIN =
      new ClassValue<>() {
        @Override
        protected RecordFields<?> computeValue(Class<?> type) {
          return new RecordFields<>(type.asSubclass(Record.class), Map.of(), null, Set.of());
        }
      };

  private final Class<R> type;
  private final Map<Class<?>, StoredForm> others;
  private final R sparse;
  private final Set<String> kept;
  private volatile Components<R> components;

  private RecordFields(
      Class<R> type, Map<Class<?>, StoredForm> others, R sparse, Set<String> kept) {
    this.type = type;
    this.others = others;
    this.sparse = sparse;
    this.kept = kept;
  }

  /** Converts records of a class. */
  @SuppressWarnings("unchecked") // computed from this very class
  public static <R extends Record> RecordFields<R> of(Class<R> type) {
    return (RecordFields<R>) PLAIN.get(type);
  }

  /** Converts records of a class in which some types have forms of their own. */
  public static <R extends Record> RecordFields<R> of(Class<R> type, StoredAs<?>... forms) {
    Map<Class<?>, StoredForm> others = new LinkedHashMap<>();
    for (StoredAs<?> form : forms) {
      others.put(form.type(), form.form());
    }
    return of(type, others);
  }

  static <R extends Record> RecordFields<R> of(Class<R> type, Map<Class<?>, StoredForm> others) {
    return others.isEmpty() ? of(type) : new RecordFields<>(type, others, null, Set.of());
  }

  /**
   * Converts records of which only some components are kept, and only where they say something.
   *
   * @param empty what a component is that is not kept, or whose field is missing; a component that
   *     is the same as here has no field
   * @param kept the names of the components that are kept
   */
  @SuppressWarnings("unchecked") // a record's class has no subclasses
  public static <R extends Record> RecordFields<R> sparse(R empty, String... kept) {
    return new RecordFields<>((Class<R>) empty.getClass(), Map.of(), empty, Set.of(kept));
  }

  /**
   * A single value as documents hold it.
   *
   * @param type as which it is to be read again; a sealed interface for one of its records
   */
  public static Object stored(Class<?> type, Object value) {
    return StoredForm.of(type, Map.of()).write().apply(value);
  }

  /** The class of the records. */
  Class<R> type() {
    return type;
  }

  /**
   * A record's fields; the caller may add others.
   *
   * @throws IllegalArgumentException if a component is {@code null} whose field must not be
   */
  public Map<String, Object> fields(R record) {
    Map<String, Object> fields = new LinkedHashMap<>();
    Components<R> all = components();
    for (int i = 0; i < all.stored.size(); i++) {
      all.stored.get(i).put(value(all.accessors.get(i), record), fields);
    }
    return fields;
  }

  /**
   * The record that has these fields.
   *
   * @throws FieldException if a field is missing or of another type, with the document's path and
   *     the field's name
   */
  public R record(Fields fields) {
    List<StoredComponent> stored = components().stored;
    Object[] values = new Object[stored.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = stored.get(i).read(fields);
    }
    return create(values);
  }

  /**
   * As {@link #record(Fields)}, for a document that may be of an earlier version.
   *
   * @param ifMissing the values of fields that documents of earlier versions do not have
   */
  public R record(Document document, Map<String, ?> ifMissing) {
    Map<String, Object> all = new LinkedHashMap<>(document.fields());
    all.values().removeIf(value -> value == null);
    return all.keySet().containsAll(ifMissing.keySet())
        ? record(document)
        : record(new Document(document.path(), completed(all, ifMissing)));
  }

  private static Map<String, Object> completed(
      Map<String, Object> fields, Map<String, ?> ifMissing) {
    ifMissing.forEach(fields::putIfAbsent);
    return fields;
  }

  /**
   * Puts a record together.
   *
   * @param values gives the value of each component
   */
  public R create(Function<RecordComponent, Object> values) {
    return create(Arrays.stream(type.getRecordComponents()).map(values).toArray());
  }

  private R create(Object... values) {
    try {
      return components().constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      throw unwrapped(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("no " + type + " of " + Arrays.toString(values), e);
    }
  }

  private static RuntimeException unwrapped(InvocationTargetException e) {
    if (e.getCause() instanceof Error error) {
      throw error;
    }
    return e.getCause() instanceof RuntimeException refusal
        ? refusal
        : new IllegalStateException(e.getCause());
  }

  /** The parts of the class, the components in their order. */
  private record Components<R>(
      Constructor<R> constructor, List<Method> accessors, List<StoredComponent> stored) {}

  private Components<R> components() {
    Components<R> known = components;
    if (known == null) {
      RecordComponent[] all = type.getRecordComponents();
      List<Method> accessors = Arrays.stream(all).map(RecordComponent::getAccessor).toList();
      accessors.forEach(accessor -> accessor.setAccessible(true));
      known =
          new Components<>(
              constructor(all), accessors, Arrays.stream(all).map(this::stored).toList());
      components = known;
    }
    return known;
  }

  private Constructor<R> constructor(RecordComponent... all) {
    Class<?>[] types = Arrays.stream(all).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      Constructor<R> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor;
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("every record has such a constructor", e);
    }
  }

  private StoredComponent stored(RecordComponent component) {
    if (sparse == null) {
      return StoredComponent.of(component, others);
    }
    Object empty = value(component.getAccessor(), sparse);
    return kept.contains(component.getName())
        ? new MayBeEmpty(
            component.getName(), StoredForm.of(component.getGenericType(), others), empty, false)
        : new NotKept(empty);
  }

  private static Object value(Method accessor, Record record) {
    try {
      return accessor.invoke(record);
    } catch (InvocationTargetException e) {
      throw unwrapped(e);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("no " + accessor + " of " + record, e);
    }
  }
}
