package dev.ibintents.simulator.account;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * Everything about the paper account that must survive a restart.
 *
 * @param cash settled cash by currency
 * @param holdings what is held
 * @param orders the orders that are alive
 * @param fills the executions of today; older ones may still be among them
 * @param ended the orders that ended today; older ones may still be among them
 * @param nextOrderIds the next order id of each client that has used one
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

  /** Keeps its own copies. */
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
