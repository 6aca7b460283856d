package dev.ibintents.trading.order;

import dev.ibintents.ibapi.message.GatewayTime;
import dev.ibintents.ibapi.message.Order;
import dev.ibintents.ibapi.message.OrderCondition;
import dev.ibintents.ibapi.message.OrderField;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The times in an order at which it starts or ends. They are the fields goodAfterTime,
 * goodTillDate, activeStartTime and activeStopTime, and the conditions on the time.
 */
public final class OrderTimes {
  private static final List<OrderField<String>> STARTS =
      List.of(OrderField.GOOD_AFTER_TIME, OrderField.ACTIVE_START_TIME);
  private static final List<OrderField<String>> ENDS =
      List.of(OrderField.GOOD_TILL_DATE, OrderField.ACTIVE_STOP_TIME);

  private OrderTimes() {}

  /**
   * Returns why an order that was planned earlier would act differently now; empty if it would not.
   * A start that was past already at the planning is accepted.
   *
   * @param planned the time of planning
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

  private static String passed(String name, String text, String action) {
    return "its " + name + " " + text + ", at which it was to " + action + ", has passed meanwhile";
  }

  private static Optional<String> unclear(String name, String text) {
    return Optional.of(
        "its " + name + " " + text + " has no time zone, so it is not known whether it has passed");
  }
}
