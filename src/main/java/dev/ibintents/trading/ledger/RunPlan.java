package dev.ibintents.trading.ledger;

import dev.ibintents.trading.order.PlannedOrder;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The plan of a run: its request and its orders.
 *
 * @param request the request in a canonical form, which is the same for a repetition
 * @param exposures the fraction of NetLiquidation that each of its strategies was allowed, by
 *     strategy id; empty where no strategy trades
 * @param orders the orders, in the sequence in which they are to be placed; may be empty
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
