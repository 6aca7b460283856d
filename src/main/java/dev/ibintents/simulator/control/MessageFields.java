package dev.ibintents.simulator.control;

import dev.ibintents.ibapi.message.Order;
import dev.ibintents.ibapi.message.Request;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The fields of a message by their names in the TWS API. */
final class MessageFields {
  private MessageFields() {}

  /** The name of a message in the TWS API, such as {@code reqMktData}. */
  static String name(Request request) {
    String type = request.getClass().getSimpleName();
    return type.substring(0, 1).toLowerCase(Locale.ROOT) + type.substring(1);
  }

  /** All fields of a message. A contract, an order or a filter has only those that are set. */
  static Map<String, Object> of(Request request) {
    return components((Record) request, true);
  }

  private static Map<String, Object> components(Record record, boolean withUnset) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      Object value = value(component, record);
      if (withUnset || isSet(value)) {
        fields.put(component.getName(), json(value));
      }
    }
    return fields;
  }

  private static Object value(RecordComponent component, Record record) {
    try {
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          component.getName() + " of " + record.getClass().getSimpleName() + " is not readable", e);
    }
  }

  private static boolean isSet(Object value) {
    return value != null
        && !value.equals("")
        && !value.equals(0)
        && !value.equals(false)
        && !(value instanceof BigDecimal number && number.signum() == 0)
        && !(value instanceof Collection<?> list && list.isEmpty());
  }

  private static Object json(Object value) {
    if (value instanceof Order order) {
      Map<String, Object> fields = new LinkedHashMap<>();
      order.values().forEach((field, set) -> fields.put(field.toString(), json(set)));
      return fields;
    }
    if (value instanceof Record record) {
      return components(record, false);
    }
    if (value instanceof Collection<?> list) {
      return list.stream().map(MessageFields::json).toList();
    }
    boolean plain =
        value == null
            || value instanceof String
            || value instanceof Boolean
            || value instanceof Integer
            || value instanceof Long
            || value instanceof BigDecimal;
    return plain ? value : value.toString();
  }
}
