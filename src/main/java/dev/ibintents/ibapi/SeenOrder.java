package dev.ibintents.ibapi;

import dev.ibintents.ibapi.message.CompletedOrder;
import java.util.List;

/**
 * Everything that the broker says about the orders with one orderRef. It proves that they have
 * reached the broker.
 *
 * @param trades the orders that openOrder and orderStatus told of, including those that ended in
 *     this session
 * @param unlisted the orders that the gateway no longer lists, although no message told their end
 * @param completed the orders among the day's completed orders
 * @param fills the day's executions of the orders
 */
public record SeenOrder(
    List<OpenTrade> trades,
    List<OpenTrade> unlisted,
    List<CompletedOrder> completed,
    List<Fill> fills) {
  /** Copies the lists. */
  public SeenOrder {
    trades = List.copyOf(trades);
    unlisted = List.copyOf(unlisted);
    completed = List.copyOf(completed);
    fills = List.copyOf(fills);
  }
}
