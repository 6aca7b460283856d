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
 * @param orderRef its name at the broker; {@code null} in a dry run
 * @param contract its local symbol
 * @param action BUY or SELL
 * @param totalQuantity how many
 * @param orderType MKT …
 * @param goodAfterTime when it begins to work, in UTC; {@code null} for at once
 * @param goodTillDate when it ends, in UTC; {@code null} if its time in force says so
 * @param status how far it has come: acknowledged, done, rejected …; planned in a dry run
 * @param permId its number in the account; {@code null} if not known
 * @param message what the broker said of it; {@code null} if nothing
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

  /** What became of the orders of a run; if none was placed, what they would be. */
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
