package dev.ibintents.intent.trade;

import dev.ibintents.ibapi.message.GatewayTime;
import dev.ibintents.trading.ledger.Leg;
import dev.ibintents.trading.ledger.LegState;
import dev.ibintents.trading.order.FillWithin;
import dev.ibintents.trading.order.PlannedOrder;
import dev.ibintents.trading.preview.OrderEstimate;
import dev.ibintents.trading.preview.OrderMargin;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * An order of a run, as answers show it.
 *
 * @param orderRef the order's reference at the broker; {@code null} in a dry run
 * @param contract the contract's local symbol
 * @param conId the contract's number at the broker
 * @param symbol the contract's symbol, such as SPY, or MNQ for the future MNQZ6
 * @param action BUY or SELL
 * @param totalQuantity the quantity of the order
 * @param orderType the order type, such as MKT
 * @param tif the time in force, such as DAY
 * @param lmtPrice the limit price; {@code null} if there is none
 * @param auxPrice the stop price, or another price that the order type needs; {@code null} if there
 *     is none
 * @param goodAfterTime the time at which the order begins to work, in UTC; {@code null} for at once
 * @param goodTillDate the time at which the order ends, in UTC; {@code null} if the time in force
 *     decides it
 * @param phase 2 for a purchase that is sent when the cash of the run's sales covers it; else 1
 * @param fillWithin the time in which the order is to be filled, such as 30s; {@code null} if there
 *     is none
 * @param thenMarket whether a market order follows for the rest of the order
 * @param replaces the reference of the order whose cancelled rest this order trades; {@code null}
 *     if there is none
 * @param status the state of the order: acknowledged, done, rejected …; planned in a dry run
 * @param permId the order's number in the account; {@code null} if not known
 * @param message the broker's message about the order; {@code null} if there is none
 * @param source the quantity that each strategy wants, negative to sell; a quantity of no strategy
 *     is "(by hand)"
 * @param estimate the worth and cost of the order, by the prices of the plan
 * @param margin the broker's answer about margin and commission; {@code null} if it was not asked
 */
public record PlacedOrder(
    String orderRef,
    String contract,
    int conId,
    String symbol,
    String action,
    BigDecimal totalQuantity,
    String orderType,
    String tif,
    BigDecimal lmtPrice,
    BigDecimal auxPrice,
    Instant goodAfterTime,
    Instant goodTillDate,
    int phase,
    String fillWithin,
    boolean thenMarket,
    String replaces,
    String status,
    Long permId,
    String message,
    SortedMap<String, BigDecimal> source,
    OrderEstimate estimate,
    OrderMargin margin) {

  /**
   * The orders of a run as they were placed, or as they were planned if none was placed.
   *
   * @param planned the orders of the plan
   * @param legs the placed orders, in the sequence of the plan, and those that the run has planned
   *     since; empty if none was placed
   * @param context the prices of the plan and the broker's answers
   */
  public static List<PlacedOrder> of(
      List<PlannedOrder> planned, List<Leg> legs, OrderContext context) {
    List<PlacedOrder> orders = new ArrayList<>();
    for (int i = 0; i < planned.size(); i++) {
      orders.add(
          of(
              planned.get(i),
              legs.isEmpty() ? Optional.empty() : Optional.of(legs.get(i)),
              context.estimate(planned.get(i)),
              context.margin(i)));
    }
    for (Leg leg : legs.subList(Math.min(planned.size(), legs.size()), legs.size())) {
      orders.add(of(leg.planned(), Optional.of(leg), context.estimate(leg.planned()), null));
    }
    return List.copyOf(orders);
  }

  /**
   * A planned order with the reference and the state of its leg in the ledger.
   *
   * @param leg the leg; empty if the order was not placed
   */
  private static PlacedOrder of(
      PlannedOrder planned, Optional<Leg> leg, OrderEstimate estimate, OrderMargin margin) {
    return new PlacedOrder(
        leg.map(Leg::orderRef).orElse(null),
        planned.contract().localSymbol(),
        planned.contract().conId(),
        planned.contract().symbol(),
        planned.order().action(),
        planned.order().totalQuantity(),
        planned.order().orderType(),
        planned.order().tif(),
        planned.order().lmtPrice(),
        planned.order().auxPrice(),
        time(planned.order().goodAfterTime()),
        time(planned.order().goodTillDate()),
        planned.terms().number(),
        planned.terms().fillWithin().map(FillWithin::toString).orElse(null),
        planned.terms().isThenMarket(),
        planned.terms().replaces().orElse(null),
        leg.map(Leg::state).orElse(LegState.PLANNED).id(),
        leg.map(Leg::permId).filter(id -> id != 0).orElse(null),
        leg.map(Leg::message).filter(words -> !words.isEmpty()).orElse(null),
        planned.source().byStrategy(),
        estimate,
        margin);
  }

  private static Instant time(String text) {
    return GatewayTime.absolute(text).orElse(null);
  }
}
