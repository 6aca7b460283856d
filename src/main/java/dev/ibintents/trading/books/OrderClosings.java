package dev.ibintents.trading.books;

import dev.ibintents.ibapi.OrdersByRef;
import dev.ibintents.trading.BrokerDay;
import dev.ibintents.trading.books.Books.OpenOrderEntry;
import dev.ibintents.trading.books.Reconciled.Closed;
import dev.ibintents.trading.books.Reconciled.Unsettled;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Closes the orders that can be filled no further, and keeps the end of each. */
final class OrderClosings {
  private final Books books;
  private final String account;
  private final Map<String, Closed> closed = new LinkedHashMap<>();
  private final Map<OpenOrderEntry, OrderFate.Unknown> unsettled = new LinkedHashMap<>();
  private final Map<String, OrderFate.Working> working = new LinkedHashMap<>();
  private final Set<String> ended = new TreeSet<>();
  private LocalDate today;

  OrderClosings(Books books, String account) {
    this.books = books;
    this.account = account;
  }

  /**
   * Closes the orders that have ended and whose executions are all posted. Orders of other accounts
   * are left alone.
   *
   * @param orders the books' open orders, after all executions of the broker's answer are posted
   */
  void close(List<OpenOrderEntry> orders, OrdersByRef broker, Instant now) {
    unsettled.clear();
    working.clear();
    ended.clear();
    today = BrokerDay.of(now);
    Map<OpenOrderEntry, OrderFate.Ended> ends = new LinkedHashMap<>();
    for (OpenOrderEntry order : orders) {
      if (order.account().equals(account)) {
        OrderFate fate = OrderFate.of(order, broker.of(order.orderRef()), now);
        if (fate instanceof OrderFate.Ended end) {
          ends.put(order, end);
        } else if (fate instanceof OrderFate.Unknown unknown) {
          unsettled.put(order, unknown);
        } else if (fate instanceof OrderFate.Working live) {
          working.put(order.orderRef(), live);
        }
      }
    }
    close(ends).forEach(this::keep);
  }

  /**
   * Closes orders with the quantities that they ended with.
   *
   * @return the orders of which another quantity is posted; they stay open
   */
  private Map<OpenOrderEntry, OrderFate.Ended> close(Map<OpenOrderEntry, OrderFate.Ended> ends) {
    Map<String, BigDecimal> executed = new LinkedHashMap<>();
    ends.forEach((order, end) -> executed.put(order.orderRef(), end.executed()));
    Set<String> done = books.close(executed);
    Map<OpenOrderEntry, OrderFate.Ended> open = new LinkedHashMap<>();
    ends.forEach(
        (order, end) -> {
          if (done.contains(order.orderRef())) {
            closed.put(order.orderRef(), new Closed(order, end.how()));
            unsettled.remove(order);
          } else {
            open.put(order, end);
          }
        });
    return open;
  }

  private void keep(OpenOrderEntry order, OrderFate.Ended end) {
    String because =
        "it has ended ("
            + end.how()
            + ") with "
            + end.executed().toPlainString()
            + " filled, and the executions of "
            + order.executed().toPlainString()
            + " are booked";
    unsettled.put(order, new OrderFate.Unknown(false, because));
    ended.add(order.orderRef());
  }

  /**
   * Closes the orders that vanished from the broker's lists, if holdings and portfolio agree
   * without them.
   */
  void closeDead(List<Difference> differences) {
    UnsettledOrders orders = new UnsettledOrders(unsettled.keySet(), differences);
    Map<OpenOrderEntry, OrderFate.Ended> ends = new LinkedHashMap<>();
    unsettled.forEach(
        (order, unknown) -> {
          if ((unknown.isVanished() || hasEndedBefore(order)) && orders.isDead(order)) {
            ends.put(
                order,
                new OrderFate.Ended(
                    order.executed(),
                    unknown.because()
                        + "; nothing in holdings and portfolio speaks against it, so it was closed"
                        + " with "
                        + order.executed().toPlainString()
                        + " filled"));
          }
        });
    close(ends);
  }

  /**
   * Whether the order is of an earlier day and has ended. The broker listed the missing executions
   * on that day, and does not list them any more.
   */
  private boolean hasEndedBefore(OpenOrderEntry order) {
    return ended.contains(order.orderRef()) && BrokerDay.of(order.timestamp()).isBefore(today);
  }

  /** Closes the orders in these contracts that a correction of the holdings has settled. */
  void closeSettled(Set<Integer> conIds) {
    Map<OpenOrderEntry, OrderFate.Ended> ends = new LinkedHashMap<>();
    unsettled.forEach(
        (order, unknown) -> {
          if (conIds.contains(order.conId())) {
            ends.put(
                order,
                new OrderFate.Ended(
                    order.executed(), unknown.because() + "; settled by the correction"));
          }
        });
    close(ends);
  }

  /** Whether another answer of the broker may settle an order. */
  boolean mayTellMore() {
    return unsettled.values().stream().anyMatch(unknown -> !unknown.isVanished());
  }

  /** The known fates of the orders that are not closed. */
  OpenShares.Fates fates() {
    Map<String, OrderFate.Unknown> unknown = new LinkedHashMap<>();
    unsettled.forEach((order, fate) -> unknown.put(order.orderRef(), fate));
    return new OpenShares.Fates(Map.copyOf(working), unknown, Set.copyOf(ended));
  }

  List<Closed> closed() {
    return List.copyOf(closed.values());
  }

  List<Unsettled> unsettled(List<Difference> differences) {
    UnsettledOrders orders = new UnsettledOrders(unsettled.keySet(), differences);
    List<Unsettled> described = new ArrayList<>();
    unsettled.forEach(
        (order, unknown) ->
            described.add(new Unsettled(order, unknown.because(), orders.suggestion(order))));
    return described;
  }
}
