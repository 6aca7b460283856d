package dev.ibintents.trading;

import dev.ibintents.gateway.IbGateway;
import dev.ibintents.ibapi.Deadline;
import dev.ibintents.ibapi.OpenTrade;
import dev.ibintents.ibapi.Session;
import dev.ibintents.ibapi.message.Order;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Cancels an account's open orders, and waits until they are gone. It may be repeated: what is gone
 * is not asked for again.
 */
public final class Cancelling {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final IbGateway gateway;
  private final Deadline deadline;
  private final String account;

  /**
   * @param gateway connected
   * @param deadline the invocation's, of which half of what is left may be spent on waiting
   * @param account whose orders
   */
  public Cancelling(IbGateway gateway, Deadline deadline, String account) {
    this.gateway = gateway;
    this.deadline = deadline;
    this.account = account;
  }

  /** The account's orders that are open, whoever placed them. */
  public List<OpenTrade> open() {
    return all().stream().filter(this::isOfAccount).toList();
  }

  /** Those of the account's open orders that have one of these references. */
  public List<OpenTrade> open(Set<String> orderRefs) {
    return open().stream()
        .filter(trade -> orderRefs.contains(trade.openOrder().order().orderRef()))
        .toList();
  }

  private List<OpenTrade> all() {
    return gateway.await(gateway.session().reqAllOpenOrders());
  }

  private boolean isOfAccount(OpenTrade trade) {
    return trade.openOrder().order().account().equals(account);
  }

  /**
   * Cancels all of the account's orders, those of other clients and of TWS too, and those that come
   * meanwhile.
   *
   * @return the orders that were open
   * @throws IllegalStateException if orders of another account are open as well: what cancels the
   *     orders of all clients would cancel those too; nothing was cancelled
   * @throws OrdersNotCancelledException if orders are still open when the time is up
   */
  public List<OpenTrade> cancelAll() {
    Deadline end = end();
    List<OpenTrade> cancelled = new ArrayList<>();
    for (List<OpenTrade> open = all(); !open.isEmpty(); open = all()) {
      open.forEach(this::requireOfAccount);
      gateway.session().reqGlobalCancel();
      awaitGone(end, open);
      cancelled.addAll(open);
    }
    return List.copyOf(cancelled);
  }

  private void requireOfAccount(OpenTrade trade) {
    if (!isOfAccount(trade)) {
      throw new IllegalStateException(
          "orders of account "
              + trade.openOrder().order().account()
              + " are open too, and to cancel those of all clients would cancel them as well;"
              + " nothing was cancelled. Cancel the orders of "
              + account
              + " in TWS, or those of the other account first");
    }
  }

  /**
   * Cancels those of this client's orders that have one of these references.
   *
   * @return the orders that were open
   * @throws IllegalStateException if one was placed under another client id, and so cannot be
   *     cancelled by this one; nothing was cancelled
   * @throws OrdersNotCancelledException if one is still open when the time is up
   */
  public List<OpenTrade> cancel(Set<String> orderRefs) {
    List<OpenTrade> open = open(orderRefs);
    open.forEach(this::requireOwn);
    // What the gateway answers to each, the order's own end tells as well.
    open.forEach(trade -> gateway.session().cancelOrder(trade.openOrder().order().orderId()));
    awaitGone(end(), open);
    return open;
  }

  private void requireOwn(OpenTrade trade) {
    Session session = gateway.session();
    Order order = trade.openOrder().order();
    if (order.clientId() != session.clientId()) {
      throw new IllegalStateException(
          "order "
              + order.orderRef()
              + " was placed as API client "
              + order.clientId()
              + ", and client "
              + session.clientId()
              + " cannot cancel it; nothing was cancelled. Set clientId to "
              + order.clientId()
              + ", or cancel it in TWS");
    }
  }

  private Deadline end() {
    Duration half = deadline.remaining().dividedBy(2);
    return deadline.orIn(half.compareTo(PATIENCE) < 0 ? half : PATIENCE);
  }

  private void awaitGone(Deadline end, List<OpenTrade> trades) {
    if (trades.isEmpty() || gateway.awaitGone(end.remaining(), trades)) {
      return;
    }
    Set<Long> left =
        gateway.session().openTrades().stream().map(Cancelling::permId).collect(Collectors.toSet());
    throw new OrdersNotCancelledException(
        trades.stream().filter(trade -> left.contains(permId(trade))).toList());
  }

  private static long permId(OpenTrade trade) {
    return trade.openOrder().order().permId();
  }
}
