package dev.ibintents.trading.run;

import dev.ibintents.ibapi.OpenTrade;
import dev.ibintents.trading.order.OrderWords;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What came of cancelling orders.
 *
 * @param orders that were open, and are gone
 * @param stuck that are still open when the time is up: they may be filled yet
 */
public record Cancelled(List<OpenTrade> orders, List<Stuck> stuck) {
  /** Nothing was open. */
  public static final Cancelled NONE = new Cancelled(List.of(), List.of());

  /**
   * An order that did not go.
   *
   * @param trade as it was at last
   * @param why what the gateway said of it
   */
  public record Stuck(OpenTrade trade, String why) {
    /** The contract in which it may be filled yet. */
    public int conId() {
      return trade.openOrder().contract().conId();
    }

    @Override
    public String toString() {
      return OrderWords.of(trade) + ", " + why;
    }
  }

  /** Keeps copies. */
  public Cancelled {
    orders = List.copyOf(orders);
    stuck = List.copyOf(stuck);
  }

  /** This and another. */
  public Cancelled and(Cancelled other) {
    return new Cancelled(
        Stream.concat(orders.stream(), other.orders.stream()).toList(),
        Stream.concat(stuck.stream(), other.stuck.stream()).toList());
  }

  /** The contracts in which an order may be filled yet. */
  public SortedSet<Integer> stuckConIds() {
    SortedSet<Integer> conIds = new TreeSet<>();
    stuck.forEach(one -> conIds.add(one.conId()));
    return conIds;
  }
}
