package dev.ibintents.ibapi;

import dev.ibintents.ibapi.message.CompletedOrder;
import java.util.List;

/**
 * All that the broker says of the orders with one orderRef: proof that they have reached it.
 *
 * @param trades as openOrder and orderStatus told, also of those that have ended in this session
 * @param completed as the day's completed orders tell
 * @param fills the day's executions
 */
public record SeenOrder(List<OpenTrade> trades, List<CompletedOrder> completed, List<Fill> fills) {
  /** Keeps copies. */
  public SeenOrder {
    trades = List.copyOf(trades);
    completed = List.copyOf(completed);
    fills = List.copyOf(fills);
  }
}
