package dev.ibintents.trading.ledger;

import dev.ibintents.ibapi.message.Order;
import dev.ibintents.ibapi.message.OrderCondition;
import dev.ibintents.ibapi.message.OrderField;
import dev.ibintents.ibapi.message.SoftDollarTier;
import dev.ibintents.ibapi.message.TagValue;
import dev.ibintents.store.FieldException;
import dev.ibintents.store.Fields;
import dev.ibintents.store.RecordFields;
import dev.ibintents.store.StoredAs;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The form of a run's {@link Order} in documents: the fields that it sets, under their names in the
 * TWS API. Other documents are written from records. An order is not a record, because it has only
 * the fields that it sets.
 */
final class OrderDocument {
  /** The form of an order inside a document. */
  static final StoredAs<Order> FORM =
      StoredAs.map(Order.class, OrderDocument::fields, OrderDocument::order);

  private static final Set<Class<?>> KEPT =
      Set.of(
          String.class,
          Boolean.class,
          boolean.class,
          Integer.class,
          int.class,
          Long.class,
          BigDecimal.class,
          TagValue.class,
          SoftDollarTier.class,
          OrderCondition.class);

  private OrderDocument() {}

  /**
   * The fields of an order.
   *
   * @throws IllegalArgumentException if the order has a field that cannot be read back unchanged
   */
  static Map<String, Object> fields(Order order) {
    Map<String, Object> fields = new LinkedHashMap<>();
    order.values().forEach((field, value) -> fields.put(field.name(), stored(field, value)));
    return fields;
  }

  private static Object stored(OrderField<?> field, Object value) {
    Class<?> element = field.elementType();
    if (!KEPT.contains(element == null ? field.type() : element)) {
      throw new IllegalArgumentException(
          "an order of a trading run cannot have the field "
              + field
              + ": the run's ledger does not keep such values, and could not send it again");
    }
    return element == null
        ? RecordFields.stored(field.type(), value)
        : ((List<?>) value).stream().map(part -> RecordFields.stored(element, part)).toList();
  }

  private static Order order(Fields fields) {
    Order.Builder order = Order.builder();
    for (String name : fields.fields().keySet()) {
      OrderField<?> field =
          OrderField.named(name)
              .orElseThrow(
                  () -> new FieldException(fields.where() + ": no order has a field " + name));
      order.setChecked(
          field,
          field.elementType() == null
              ? fields.value(name, field.type())
              : fields.values(name, field.elementType()));
    }
    return order.build();
  }
}
