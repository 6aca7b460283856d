package dev.ibintents.simulator.account;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * The state of the paper account that must survive a restart. It has one component for each
 * collection or counter that the store keeps.
 *
 * @param cash settled cash by currency
 * @param holdings the holdings
 * @param orders the live orders
 * @param fills the executions of today, and perhaps older ones
 * @param ended the orders that ended today, and perhaps older ones
 * @param nextOrderIds the next order id of each client that has used an id
 * @param nextPermId the number of the next order
 * @param nextExecution the number of the next execution
 * @param received every order that has ever arrived, the earliest first
 */
public record PaperState(
    Map<String, BigDecimal> cash,
    List<PaperPosition> holdings,
    List<StandingOrder> orders,
    List<PaperFill> fills,
    List<EndedOrder> ended,
    Map<Integer, Integer> nextOrderIds,
    long nextPermId,
    int nextExecution,
    List<ReceivedOrder> received) {

  /** Copies the collections. */
  public PaperState {
    cash = Map.copyOf(cash);
    holdings = List.copyOf(holdings);
    orders = List.copyOf(orders);
    fills = List.copyOf(fills);
    ended = List.copyOf(ended);
    nextOrderIds = Map.copyOf(nextOrderIds);
    received = List.copyOf(received);
  }
}
