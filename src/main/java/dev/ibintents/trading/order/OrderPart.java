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
 * The records that an order's fields may hold, such as tags and conditions, with their components
 * by name; which of the conditions one is, says its {@link #TYPE}.
 */
public final class OrderPart {
  /** The name beside a condition's components that says which condition it is. */
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

  /** What conditions are called. */
  static List<String> conditionNames() {
    return List.copyOf(CONDITIONS.keySet());
  }

  /** The condition that is called so. */
  public static Optional<Class<? extends Record>> condition(String name) {
    return Optional.ofNullable(CONDITIONS.get(name));
  }

  /** Whether a value is one of those that {@link #named} takes apart. */
  public static boolean is(Object value) {
    return value instanceof TagValue
        || value instanceof SoftDollarTier
        || value instanceof OrderCondition;
  }

  /** A part's components by name, and its {@link #TYPE} if it is a condition. */
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
   * Puts a part together.
   *
   * @param type what it is
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
