package dev.ibintents.ibapi;

import dev.ibintents.ibapi.message.CompletedOrder;
import java.util.List;

/**
 * All that the broker says of the orders with one orderRef: proof that they have reached it.
 *
 * @param trades as openOrder and orderStatus told, also of those that have ended in this session
 * @param unlisted as openOrder and orderStatus told of those that the gateway lists no more, though
 *     nobody told their end
 * @param completed as the day's completed orders tell
 * @param fills the day's executions
 */
public record SeenOrder(
    List<OpenTrade> trades,
    List<OpenTrade> unlisted,
    List<CompletedOrder> completed,
    List<Fill> fills) {
  /** Keeps copies. */
  public SeenOrder {
    trades = List.copyOf(trades);
    unlisted = List.copyOf(unlisted);
    completed = List.copyOf(completed);
    fills = List.copyOf(fills);
  }
}
