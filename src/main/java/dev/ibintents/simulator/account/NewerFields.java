package dev.ibintents.simulator.account;

import dev.ibintents.ibapi.message.CompletedOrder;
import dev.ibintents.ibapi.message.Handshake;
import dev.ibintents.ibapi.message.OpenOrder;
import dev.ibintents.ibapi.message.Order;
import dev.ibintents.ibapi.message.OrderField;
import dev.ibintents.ibapi.message.Response;
import java.util.LinkedHashMap;
import java.util.Map;

/** The fields of an order for which the layout of stored messages has no place, as texts. */
final class NewerFields {
  private NewerFields() {}

  /** The newer fields that are set in the order of a message, by name. */
  static Map<String, String> of(Response message) {
    Order order =
        message instanceof OpenOrder open
            ? open.order()
            : message instanceof CompletedOrder ended ? ended.order() : null;
    Map<String, String> newer = new LinkedHashMap<>();
    if (order != null) {
      order
          .values()
          .forEach(
              (field, value) -> {
                if (field.since() > Handshake.MAX_TEXT_VERSION) {
                  newer.put(field.name(), value.toString());
                }
              });
    }
    return newer;
  }

  /**
   * The message with newer fields in its order.
   *
   * @throws IllegalArgumentException if there is no field of such a name
   */
  static <M extends Response> M added(Class<M> kind, M message, Map<String, String> newer) {
    if (newer.isEmpty()) {
      return message;
    }
    if (message instanceof OpenOrder open) {
      return kind.cast(new OpenOrder(open.contract(), added(open.order(), newer), open.state()));
    }
    CompletedOrder ended = (CompletedOrder) message;
    return kind.cast(
        new CompletedOrder(ended.contract(), added(ended.order(), newer), ended.state()));
  }

  private static Order added(Order order, Map<String, String> newer) {
    Order.Builder builder = order.toBuilder();
    newer.forEach(
        (name, value) -> {
          OrderField<?> field =
              OrderField.named(name)
                  .orElseThrow(() -> new IllegalArgumentException("no field of an order: " + name));
          builder.setChecked(field, value(field, value));
        });
    return builder.build();
  }

  private static Object value(OrderField<?> field, String text) {
    if (field.type() == Boolean.class) {
      return Boolean.valueOf(text);
    }
    return field.type() == Integer.class ? (Object) Integer.valueOf(text) : text;
  }
}
