package dev.ibintents.trading.run;

import dev.ibintents.gateway.IbGateway;
import dev.ibintents.ibapi.Cancellation;
import dev.ibintents.ibapi.ClientSession;
import dev.ibintents.ibapi.Deadline;
import dev.ibintents.ibapi.OpenTrade;
import dev.ibintents.ibapi.message.Order;
import dev.ibintents.trading.run.Cancelled.Stuck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Cancels an account's open orders, and waits until the broker's list of open orders no longer
 * shows them. The gateway's answer to a cancellation proves nothing. Cancelling may be repeated:
 * orders that are gone are not cancelled again.
 */
public final class Cancelling {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

  private final IbGateway gateway;
  private final Deadline deadline;
  private final String account;

  /**
   * Creates the canceller of an account's orders.
   *
   * @param gateway a connected gateway
   * @param deadline the deadline of the invocation; a wait takes at most half of the time left
   * @param account the account of the orders
   */
  public Cancelling(IbGateway gateway, Deadline deadline, String account) {
    this.gateway = gateway;
    this.deadline = deadline;
    this.account = account;
  }

  /** Returns the account's open orders of all clients. */
  public List<OpenTrade> open() {
    return ofAllAccounts().stream().filter(this::isOfAccount).toList();
  }

  /** Returns the account's open orders that have one of these references. */
  public List<OpenTrade> open(Set<String> orderRefs) {
    return open().stream()
        .filter(trade -> orderRefs.contains(trade.openOrder().order().orderRef()))
        .toList();
  }

  private List<OpenTrade> ofAllAccounts() {
    return gateway.await(gateway.session().reqAllOpenOrders());
  }

  private boolean isOfAccount(OpenTrade trade) {
    return trade.openOrder().order().account().equals(account);
  }

  /**
   * Cancels all of the account's orders, also those of other clients and of TWS, and those that
   * arrive meanwhile.
   *
   * @return the cancelled orders, and the orders that are still open at the deadline
   * @throws IllegalStateException if orders of another account are open too, because
   *     reqGlobalCancel would cancel them as well; nothing was cancelled
   */
  public Cancelled cancelAll() {
    Deadline end = end();
    Map<Long, OpenTrade> cancelled = new LinkedHashMap<>();
    List<OpenTrade> open = ofAllAccounts();
    while (!open.isEmpty()) {
      open.forEach(this::requireOfAccount);
      gateway.session().reqGlobalCancel();
      open.forEach(trade -> cancelled.put(permId(trade), trade));
      boolean areGone = gateway.awaitGone(end.remaining(), open);
      open = ofAllAccounts();
      if (!areGone) {
        return cancelled(cancelled, open, Map.of());
      }
    }
    return cancelled(cancelled, open, Map.of());
  }

  private static Cancelled cancelled(
      Map<Long, OpenTrade> asked,
      List<OpenTrade> open,
      Map<Long, CompletableFuture<Cancellation>> answers) {
    Map<Long, OpenTrade> gone = new LinkedHashMap<>(asked);
    List<Stuck> stuck = new ArrayList<>();
    for (OpenTrade trade : open) {
      gone.remove(permId(trade));
      stuck.add(new Stuck(trade, why(Optional.ofNullable(answers.get(permId(trade))))));
    }
    return new Cancelled(List.copyOf(gone.values()), stuck);
  }

  private static String why(Optional<CompletableFuture<Cancellation>> answer) {
    return answer
        .filter(IbGateway::hasCome)
        .map(CompletableFuture::join)
        .map(
            cancellation ->
                "the gateway answered the cancellation with %s%s, and still lists the order"
                    .formatted(
                        cancellation.code() == 0 ? "" : cancellation.code() + " ",
                        cancellation.text()))
        .orElse("the broker was asked to cancel it, and has not done so in time");
  }

  private void requireOfAccount(OpenTrade trade) {
    if (!isOfAccount(trade)) {
      throw new IllegalStateException(
          "orders of account "
              + trade.openOrder().order().account()
              + " are open too, and reqGlobalCancel would cancel them as well;"
              + " nothing was cancelled. Cancel the orders of "
              + account
              + " in TWS, or those of the other account first");
    }
  }

  /**
   * Cancels this client's orders that have one of these references.
   *
   * @return the cancelled orders, and the orders that are still open at the deadline
   * @throws IllegalStateException if an order was placed under another client id, so that this
   *     client cannot cancel it; nothing was cancelled
   */
  public Cancelled cancel(Set<String> orderRefs) {
    List<OpenTrade> open = open(orderRefs);
    open.forEach(this::requireOwn);
    Map<Long, OpenTrade> asked = new LinkedHashMap<>();
    // Only the broker's list proves that an order has ended. The answers explain why it has not.
    Map<Long, CompletableFuture<Cancellation>> answers = new LinkedHashMap<>();
    for (OpenTrade trade : open) {
      asked.put(permId(trade), trade);
      answers.put(
          permId(trade), gateway.session().cancelOrder(trade.openOrder().order().orderId()));
    }
    boolean areGone = open.isEmpty() || gateway.awaitGone(end().remaining(), open);
    return cancelled(asked, areGone ? List.of() : open(orderRefs), answers);
  }

  private void requireOwn(OpenTrade trade) {
    ClientSession session = gateway.session();
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
    return deadline.orIn(half.compareTo(LONGEST_WAIT) < 0 ? half : LONGEST_WAIT);
  }

  private static long permId(OpenTrade trade) {
    return trade.openOrder().order().permId();
  }
}
