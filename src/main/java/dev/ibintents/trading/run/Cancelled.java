package dev.ibintents.trading.run;

import dev.ibintents.ibapi.OpenTrade;
import dev.ibintents.trading.order.OrderWords;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The result of cancelling orders.
 *
 * @param orders the orders that were open before and are not open any more
 * @param stuck the orders that are still open at the deadline, and may still be filled
 */
public record Cancelled(List<OpenTrade> orders, List<Stuck> stuck) {
  /** The result if no order was open. */
  public static final Cancelled NONE = new Cancelled(List.of(), List.of());

  /**
   * An order that could not be cancelled.
   *
   * @param trade the order in its last known state
   * @param why the gateway's answer, in words
   */
  public record Stuck(OpenTrade trade, String why) {
    /** Returns the contract in which the order may still be filled. */
    public int conId() {
      return trade.openOrder().contract().conId();
    }

    @Override
    public String toString() {
      return OrderWords.of(trade) + ", " + why;
    }
  }

  /** Copies the lists. */
  public Cancelled {
    orders = List.copyOf(orders);
    stuck = List.copyOf(stuck);
  }

  /** Returns the orders of this result and of another. */
  public Cancelled and(Cancelled other) {
    return new Cancelled(
        Stream.concat(orders.stream(), other.orders.stream()).toList(),
        Stream.concat(stuck.stream(), other.stuck.stream()).toList());
  }

  /** Returns the contracts in which an order may still be filled. */
  public SortedSet<Integer> stuckConIds() {
    SortedSet<Integer> conIds = new TreeSet<>();
    stuck.forEach(order -> conIds.add(order.conId()));
    return conIds;
  }
}
