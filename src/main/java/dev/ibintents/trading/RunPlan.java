package dev.ibintents.trading;

import java.util.List;
import java.util.Objects;

/**
 * All that a run is to do.
 *
 * @param request what was asked for, in a canonical form that is the same for a repetition of it
 * @param orders the orders, in the order in which they are to be placed; may be none
 */
public record RunPlan(String request, List<PlannedOrder> orders) {
  /** Copies the list. */
  public RunPlan {
    Objects.requireNonNull(request, "request");
    orders = List.copyOf(orders);
  }
}
