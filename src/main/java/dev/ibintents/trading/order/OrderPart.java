package dev.ibintents.trading.order;

import dev.ibintents.ibapi.message.OrderCondition;
import dev.ibintents.ibapi.message.SoftDollarTier;
import dev.ibintents.ibapi.message.TagValue;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads and creates the records that an order's fields may hold, such as tags and conditions, with
 * their components by name. {@link #TYPE} names the kind of a condition.
 */
public final class OrderPart {
  /** The name of the field for the kind of a condition. */
  public static final String TYPE = "type";

  private static final Map<String, Class<? extends Record>> CONDITIONS = conditions();

  private OrderPart() {}

  private static Map<String, Class<? extends Record>> conditions() {
    Map<String, Class<? extends Record>> conditions = new LinkedHashMap<>();
    conditions.put("Price", OrderCondition.Price.class);
    conditions.put("Time", OrderCondition.Time.class);
    conditions.put("Margin", OrderCondition.Margin.class);
    conditions.put("Execution", OrderCondition.Execution.class);
    conditions.put("Volume", OrderCondition.Volume.class);
    conditions.put("PercentChange", OrderCondition.PercentChange.class);
    return conditions;
  }

  /** Returns the names of the kinds of conditions. */
  static List<String> conditionNames() {
    return List.copyOf(CONDITIONS.keySet());
  }

  /** Returns the record of a kind of conditions, if there is one of this name. */
  public static Optional<Class<? extends Record>> condition(String name) {
    return Optional.ofNullable(CONDITIONS.get(name));
  }

  /** Whether a value is a record that {@link #named} can read. */
  public static boolean is(Object value) {
    return value instanceof TagValue
        || value instanceof SoftDollarTier
        || value instanceof OrderCondition;
  }

  /** Returns the components of a record by name, with its {@link #TYPE} if it is a condition. */
  public static Map<String, Object> named(Object part) {
    Map<String, Object> named = new LinkedHashMap<>();
    CONDITIONS.forEach(
        (name, type) -> {
          if (type.isInstance(part)) {
            named.put(TYPE, name);
          }
        });
    for (RecordComponent component : part.getClass().getRecordComponents()) {
      named.put(component.getName(), value(component, part));
    }
    return named;
  }

  private static Object value(RecordComponent component, Object part) {
    try {
      return component.getAccessor().invoke(part);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("no " + component + " of " + part, e);
    }
  }

  /**
   * Creates a record.
   *
   * @param type the type of the record
   * @param values gives the value of each component
   */
  public static Record of(Class<? extends Record> type, Function<RecordComponent, Object> values) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    Object[] arguments = Arrays.stream(components).map(values).toArray();
    try {
      Constructor<? extends Record> constructor = type.getDeclaredConstructor(types);
      return constructor.newInstance(arguments);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("no " + type + " of " + Arrays.toString(arguments), e);
    }
  }
}
