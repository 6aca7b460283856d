package dev.ibintents.trading.ledger;

import dev.ibintents.trading.order.PlannedOrder;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * All that a run is to do.
 *
 * @param request what was asked for, in a canonical form that is the same for a repetition of it
 * @param exposures the fraction of NetLiquidation that each of its strategies was allowed, by
 *     strategy id; empty where no strategy trades
 * @param orders the orders, in the order in which they are to be placed; may be none
 */
public record RunPlan(
    String request, Map<String, BigDecimal> exposures, List<PlannedOrder> orders) {
  /** Copies the map and the list. */
  public RunPlan {
    Objects.requireNonNull(request, "request");
    exposures = Map.copyOf(exposures);
    orders = List.copyOf(orders);
  }
}
