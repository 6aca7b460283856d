package dev.ibintents.trading.order;

import dev.ibintents.ibapi.message.GatewayTime;
import dev.ibintents.ibapi.message.Order;
import dev.ibintents.ibapi.message.OrderCondition;
import dev.ibintents.ibapi.message.OrderField;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The times that an order itself names: when it is to start, and when it is to end. They are its
 * goodAfterTime, goodTillDate, activeStartTime and activeStopTime, and its conditions on the time.
 */
public final class OrderTimes {
  private static final List<OrderField<String>> STARTS =
      List.of(OrderField.GOOD_AFTER_TIME, OrderField.ACTIVE_START_TIME);
  private static final List<OrderField<String>> ENDS =
      List.of(OrderField.GOOD_TILL_DATE, OrderField.ACTIVE_STOP_TIME);

  private OrderTimes() {}

  /**
   * Why an order that was planned earlier would not do now what was meant; empty if it would. A
   * start that had passed when the order was planned was meant so.
   *
   * @param planned when the order was planned
   * @param now the present
   */
  public static Optional<String> missed(Order order, Instant planned, Instant now) {
    for (OrderField<String> field : STARTS) {
      Optional<String> missed = start(field.name(), order.get(field), planned, now);
      if (missed.isPresent()) {
        return missed;
      }
    }
    for (OrderField<String> field : ENDS) {
      Optional<String> missed = end(field.name(), order.get(field), now);
      if (missed.isPresent()) {
        return missed;
      }
    }
    return order.get(OrderField.CONDITIONS).stream()
        .filter(OrderCondition.Time.class::isInstance)
        .map(OrderCondition.Time.class::cast)
        .map(
            condition ->
                condition.isMore()
                    ? start("condition on the time", condition.time(), planned, now)
                    : end("condition on the time", condition.time(), now))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<String> start(String name, String text, Instant planned, Instant now) {
    return text.isEmpty()
        ? Optional.empty()
        : GatewayTime.absolute(text)
            .map(
                start ->
                    planned.isBefore(start) && !now.isBefore(start)
                        ? Optional.of(passed(name, text, "start"))
                        : Optional.<String>empty())
            .orElseGet(() -> unclear(name, text));
  }

  private static Optional<String> end(String name, String text, Instant now) {
    return text.isEmpty()
        ? Optional.empty()
        : GatewayTime.absolute(text)
            .map(
                end ->
                    now.isBefore(end)
                        ? Optional.<String>empty()
                        : Optional.of(passed(name, text, "end")))
            .orElseGet(() -> unclear(name, text));
  }

  private static String passed(String name, String text, String what) {
    return "its " + name + " " + text + ", at which it was to " + what + ", has passed meanwhile";
  }

  private static Optional<String> unclear(String name, String text) {
    return Optional.of(
        "whether its " + name + " " + text + " has passed, cannot be told without a time zone");
  }
}
