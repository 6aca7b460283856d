package dev.ibintents.intent.trade;

import dev.ibintents.trading.order.PlannedOrder;
import dev.ibintents.trading.totals.Crossing;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * The trades of a plan.
 *
 * @param orders the orders to place; empty if there is nothing to trade
 * @param crossed the trades that cancel out between strategies, so that only the books change
 * @param exposures the fraction of NetLiquidation that each strategy may use, by strategy id; empty
 *     if no strategy trades
 */
public record PlannedTrades(
    List<PlannedOrder> orders, List<Crossing> crossed, Map<String, BigDecimal> exposures) {
  /** Keeps copies. */
  public PlannedTrades {
    orders = List.copyOf(orders);
    crossed = List.copyOf(crossed);
    exposures = Map.copyOf(exposures);
  }
}
