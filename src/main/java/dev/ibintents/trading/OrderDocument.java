package dev.ibintents.trading;

import dev.ibintents.ibapi.message.Order;
import dev.ibintents.ibapi.message.OrderField;
import dev.ibintents.ibapi.message.TagValue;
import dev.ibintents.store.FieldException;
import dev.ibintents.store.Fields;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How a run's {@link Order} is written: the fields it sets, under their names in the TWS API. */
final class OrderDocument {
  private static final String TAG = "tag";
  private static final String VALUE = "value";

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
    if (field.elementType() == TagValue.class) {
      return ((List<?>) value).stream().map(tag -> stored((TagValue) tag)).toList();
    } else if (value instanceof String
        || value instanceof Boolean
        || value instanceof Integer
        || value instanceof Long
        || value instanceof BigDecimal) {
      return value;
    }
    throw new IllegalArgumentException(
        "an order of a trading run cannot have the field "
            + field
            + ": the run's ledger does not keep such values, and could not send it again");
  }

  private static Map<String, Object> stored(TagValue tag) {
    return Map.of(TAG, tag.tag(), VALUE, tag.value());
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
    String name = field.name();
    if (field.type() == BigDecimal.class) {
      return fields.decimal(name);
    } else if (field.type() == Integer.class) {
      return Math.toIntExact(fields.integer(name));
    } else if (field.type() == Long.class) {
      return fields.integer(name);
    } else if (field.type() == Boolean.class) {
      return fields.bool(name);
    } else if (field.elementType() == TagValue.class) {
      return fields.list(name).stream().map(OrderDocument::tag).toList();
    }
    return fields.string(name);
  }

  private static TagValue tag(Object stored) {
    Map<?, ?> tag = (Map<?, ?>) stored;
    return new TagValue(String.valueOf(tag.get(TAG)), String.valueOf(tag.get(VALUE)));
  }
}
