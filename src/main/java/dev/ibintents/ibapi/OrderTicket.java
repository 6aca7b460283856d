package dev.ibintents.ibapi;

import dev.ibintents.ibapi.message.ErrorMessage;
import dev.ibintents.ibapi.message.Execution;
import dev.ibintents.ibapi.message.ExecutionData;
import dev.ibintents.ibapi.message.OpenOrder;
import dev.ibintents.ibapi.message.Order;
import dev.ibintents.ibapi.message.OrderStatus;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An order of this session, and all that the gateway says of it as long as the session lasts. Safe
 * for several threads.
 */
public final class OrderTicket {
  private static final Logger logger = LoggerFactory.getLogger(OrderTicket.class);

  private final int orderId;
  private final int clientId;
  private final NewOrder placed;
  private final Fills fills;
  private final CompletableFuture<Acknowledgement> acknowledgement = new CompletableFuture<>();

  // All of these are guarded by this.
  private final OrderProgress progress = new OrderProgress();
  private final List<ExecutionData> executions = new ArrayList<>();
  private boolean mayHaveLeft;

  OrderTicket(int orderId, int clientId, NewOrder placed, Fills fills) {
    this.orderId = orderId;
    this.clientId = clientId;
    this.placed = placed;
    this.fills = fills;
  }

  /** The order's number within this client; in another session it may mean another order. */
  public int orderId() {
    return orderId;
  }

  /** The order as it was given. */
  public Order order() {
    return placed.order();
  }

  /**
   * Complete when the gateway has accepted or refused the order. It fails with {@link
   * OrderNotSentException} if the order never left, and with the connection's end if that comes
   * first: then the order was sent, and nobody here knows whether it arrived. An order on which the
   * gateway's words are not conclusive is never settled: whoever waits sets a deadline, and asks
   * for open orders and executions after it.
   *
   * <p>Cancelling this future has no effect on the order, nor on the ticket.
   */
  public CompletableFuture<Acknowledgement> acknowledgement() {
    return acknowledgement.copy();
  }

  /**
   * What is true of the order now: as a rule what the acknowledgement said, but an order that was
   * refused may turn out to live, and one that was accepted may be refused later. Empty as long as
   * nothing certain is known.
   */
  public synchronized Optional<Acknowledgement> outcome() {
    return progress.outcome();
  }

  /** The last status text, of an openOrder or an orderStatus; empty as long as none has come. */
  public synchronized String status() {
    return progress.status();
  }

  /** The order's number in the account, which never changes; 0 as long as it is not known. */
  public synchronized long permId() {
    return progress.permId();
  }

  /** How much is filled, in units of the contract, by statuses and executions. */
  public synchronized BigDecimal filled() {
    return progress.filled();
  }

  /** The executions that have come, corrected ones in their last form, with their commissions. */
  public List<Fill> fills() {
    List<ExecutionData> copy;
    synchronized (this) {
      copy = List.copyOf(executions);
    }
    return fills.of(copy);
  }

  /** Whether the order has ended, so that nothing more of it will be filled. */
  public synchronized boolean isDone() {
    return progress.isDone();
  }

  /** Whether the order, or a part of its bytes, may have left this side. */
  public synchronized boolean mayHaveLeft() {
    return mayHaveLeft;
  }

  synchronized void leaves() {
    mayHaveLeft = true;
  }

  void fail(RuntimeException cause) {
    acknowledgement.completeExceptionally(cause);
  }

  void received(OpenOrder open) {
    Order order = open.order();
    if (isThis(order.orderId(), order.clientId(), order.permId(), order.orderRef())) {
      change(() -> progress.status(open.state().status(), "", order.permId(), null));
    }
  }

  void received(OrderStatus status) {
    // A status names no orderRef; that of an older order has another permId.
    if (isThis(status.orderId(), status.clientId(), status.permId(), order().orderRef())) {
      change(
          () -> {
            progress.status(status.status(), status.whyHeld(), status.permId(), status.filled());
          });
    }
  }

  void received(ExecutionData data) {
    Execution execution = data.execution();
    if (isThis(
        execution.orderId(), execution.clientId(), execution.permId(), execution.orderRef())) {
      change(
          () -> {
            executions.add(data);
            progress.execution(execution.permId(), execution.cumQty());
          });
    }
  }

  /**
   * An error that carries the order's id.
   *
   * @param cancelling whether it may be about a cancellation that is under way
   */
  void received(ErrorMessage error, boolean cancelling) {
    change(() -> progress.error(error, cancelling));
  }

  /** Order ids are counted by client, and may begin anew when a gateway does: then they repeat. */
  private synchronized boolean isThis(int id, int client, long permId, String orderRef) {
    return id == orderId
        && client == clientId
        && (orderRef.isEmpty() || orderRef.equals(order().orderRef()))
        && (permId == 0 || progress.permId() == 0 || permId == progress.permId());
  }

  private void change(Runnable news) {
    Optional<Acknowledgement> before;
    Optional<Acknowledgement> after;
    synchronized (this) {
      before = progress.outcome();
      news.run();
      after = progress.outcome();
    }
    after.ifPresent(
        outcome -> {
          acknowledgement.complete(outcome);
          before
              .filter(former -> former.getClass() != outcome.getClass())
              .ifPresent(
                  former ->
                      logger.warn("Order {} was {}, and now is {}", orderId, former, outcome));
        });
  }

  @Override
  public String toString() {
    return "order " + orderId + " (" + order().orderRef() + ")";
  }
}
