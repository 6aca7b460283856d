package dev.ibintents.intent.trade;

import dev.ibintents.ibapi.message.GatewayTime;
import dev.ibintents.trading.ledger.Leg;
import dev.ibintents.trading.order.PlannedOrder;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/**
 * An order of a run, as answers show it.
 *
 * @param orderRef the order's reference at the broker; {@code null} in a dry run
 * @param contract the contract's local symbol
 * @param action BUY or SELL
 * @param totalQuantity the quantity of the order
 * @param orderType the order type, such as MKT
 * @param goodAfterTime the time at which the order begins to work, in UTC; {@code null} for at once
 * @param goodTillDate the time at which the order ends, in UTC; {@code null} if the time in force
 *     decides it
 * @param status the state of the order: acknowledged, done, rejected …; planned in a dry run
 * @param permId the order's number in the account; {@code null} if not known
 * @param message the broker's message about the order; {@code null} if there is none
 */
public record PlacedOrder(
    String orderRef,
    String contract,
    String action,
    BigDecimal totalQuantity,
    String orderType,
    Instant goodAfterTime,
    Instant goodTillDate,
    String status,
    Long permId,
    String message) {

  /** The orders of a run as they were placed, or as they were planned if none was placed. */
  public static List<PlacedOrder> of(List<PlannedOrder> planned, List<Leg> legs) {
    return legs.isEmpty()
        ? planned.stream().map(PlacedOrder::of).toList()
        : legs.stream().map(PlacedOrder::of).toList();
  }

  private static PlacedOrder of(PlannedOrder planned) {
    return new PlacedOrder(
        null,
        planned.contract().localSymbol(),
        planned.order().action(),
        planned.order().totalQuantity(),
        planned.order().orderType(),
        time(planned.order().goodAfterTime()),
        time(planned.order().goodTillDate()),
        "planned",
        null,
        null);
  }

  private static PlacedOrder of(Leg leg) {
    return new PlacedOrder(
        leg.orderRef(),
        leg.contract().localSymbol(),
        leg.action(),
        leg.quantity(),
        leg.order().orderType(),
        time(leg.order().goodAfterTime()),
        time(leg.order().goodTillDate()),
        leg.state().id(),
        leg.permId() == 0 ? null : leg.permId(),
        leg.message().isEmpty() ? null : leg.message());
  }

  private static Instant time(String text) {
    return GatewayTime.absolute(text).orElse(null);
  }
}
