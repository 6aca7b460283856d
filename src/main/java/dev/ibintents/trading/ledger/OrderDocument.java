package dev.ibintents.trading.ledger;

import dev.ibintents.ibapi.message.Order;
import dev.ibintents.ibapi.message.OrderCondition;
import dev.ibintents.ibapi.message.OrderField;
import dev.ibintents.store.FieldException;
import dev.ibintents.store.Fields;
import dev.ibintents.trading.order.OrderPart;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How a run's {@link Order} is written: the fields it sets, under their names in the TWS API. */
final class OrderDocument {
  private OrderDocument() {}

  /**
   * Writes an order.
   *
   * @throws IllegalArgumentException for a field that the ledger could not give back as it was
   */
  static Map<String, Object> fields(Order order) {
    Map<String, Object> fields = new LinkedHashMap<>();
    order.values().forEach((field, value) -> fields.put(field.name(), stored(field, value)));
    return fields;
  }

  private static Object stored(OrderField<?> field, Object value) {
    if (field.elementType() != null) {
      return ((List<?>) value).stream().map(element -> storedPart(field, element)).toList();
    } else if (value instanceof Record) {
      return storedPart(field, value);
    } else if (value instanceof String
        || value instanceof Boolean
        || value instanceof Integer
        || value instanceof Long
        || value instanceof BigDecimal) {
      return value;
    }
    throw notKept(field);
  }

  private static Map<String, Object> storedPart(OrderField<?> field, Object part) {
    if (!OrderPart.is(part)) {
      throw notKept(field);
    }
    return OrderPart.named(part);
  }

  private static IllegalArgumentException notKept(OrderField<?> field) {
    return new IllegalArgumentException(
        "an order of a trading run cannot have the field "
            + field
            + ": the run's ledger does not keep such values, and could not send it again");
  }

  static Order order(Fields fields) {
    Order.Builder order = Order.builder();
    for (String name : fields.fields().keySet()) {
      OrderField<?> field =
          OrderField.named(name)
              .orElseThrow(
                  () -> new FieldException(fields.where() + ": no order has a field " + name));
      order.setChecked(field, value(field, fields));
    }
    return order.build();
  }

  private static Object value(OrderField<?> field, Fields fields) {
    return field.elementType() == null
        ? value(field.name(), field.type(), fields)
        : parts(field, fields);
  }

  private static Object value(String name, Class<?> type, Fields fields) {
    if (type == BigDecimal.class) {
      return fields.decimal(name);
    } else if (type == Integer.class || type == int.class) {
      return Math.toIntExact(fields.integer(name));
    } else if (type == Long.class) {
      return fields.integer(name);
    } else if (type == Boolean.class || type == boolean.class) {
      return fields.bool(name);
    } else if (type == String.class) {
      return fields.string(name);
    }
    return part(type, fields.map(name));
  }

  private static List<Object> parts(OrderField<?> field, Fields fields) {
    List<Object> parts = new ArrayList<>();
    for (Object part : fields.list(field.name())) {
      String where = fields.where() + "." + field.name() + "[" + parts.size() + "]";
      parts.add(part(field.elementType(), new RunDocument.Element(where, part)));
    }
    return parts;
  }

  private static Object part(Class<?> type, Fields fields) {
    return OrderPart.of(
        type == OrderCondition.class ? condition(fields) : type.asSubclass(Record.class),
        component -> value(component.getName(), component.getType(), fields));
  }

  private static Class<? extends Record> condition(Fields fields) {
    String name = fields.string(OrderPart.TYPE);
    return OrderPart.condition(name)
        .orElseThrow(() -> new FieldException(fields.where() + ": no condition is called " + name));
  }
}
