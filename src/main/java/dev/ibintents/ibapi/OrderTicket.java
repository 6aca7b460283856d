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
 * An order that this session placed, with everything that the gateway says about it until the
 * session ends. Thread-safe.
 */
public final class OrderTicket {
  private static final Logger logger = LoggerFactory.getLogger(OrderTicket.class);

  private final int orderId;
  private final int clientId;
  private final NewOrder placed;
  private final Fills fills;
  private final CompletableFuture<Acknowledgement> acknowledgement = new CompletableFuture<>();

  // The fields below are guarded by this ticket's monitor.
  private final OrderProgress progress = new OrderProgress();
  private final List<ExecutionData> executions = new ArrayList<>();
  private boolean mayHaveLeft;

  OrderTicket(int orderId, int clientId, NewOrder placed, Fills fills) {
    this.orderId = orderId;
    this.clientId = clientId;
    this.placed = placed;
    this.fills = fills;
  }

  /**
   * The order id. It counts within one client, and another session may use it for another order.
   */
  public int orderId() {
    return orderId;
  }

  /** The order as the caller placed it. */
  public Order order() {
    return placed.order();
  }

  /**
   * A future that completes when the gateway has accepted or refused the order.
   *
   * <p>It fails with {@link OrderNotSentException} if the order never left. If the connection ends
   * first, it fails with the connection's end: the order was sent, and it is unknown whether it
   * arrived.
   *
   * <p>The future stays open while the gateway's messages are not conclusive. So the caller sets a
   * deadline, and after it asks for open orders and executions.
   *
   * <p>Cancelling this future changes neither the order nor the ticket.
   */
  public CompletableFuture<Acknowledgement> acknowledgement() {
    return acknowledgement.copy();
  }

  /**
   * The state of the order by everything known now; empty while nothing certain is known.
   *
   * <p>It is usually the acknowledgement. But a refused order may turn out to be live, and an
   * accepted order may be refused later.
   */
  public synchronized Optional<Acknowledgement> outcome() {
    return progress.outcome();
  }

  /** The status text of the last openOrder or orderStatus; empty until one has come. */
  public synchronized String status() {
    return progress.status();
  }

  /** The order's permanent id in the account, which never changes; 0 until it is known. */
  public synchronized long permId() {
    return progress.permId();
  }

  /** The filled quantity in units of the contract, by statuses and executions. */
  public synchronized BigDecimal filled() {
    return progress.filled();
  }

  /**
   * The executions received so far, with their commissions. A corrected execution appears once, in
   * its last form.
   */
  public List<Fill> fills() {
    List<ExecutionData> copy;
    synchronized (this) {
      copy = List.copyOf(executions);
    }
    return fills.of(copy);
  }

  /** Whether the order has ended, so that no more of it will be filled. */
  public synchronized boolean isDone() {
    return progress.isDone();
  }

  /** Whether the order, or a part of its bytes, may have been sent. */
  public synchronized boolean mayHaveLeft() {
    return mayHaveLeft;
  }

  synchronized void markSent() {
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
    // An orderStatus has no orderRef. The status of an older order differs in its permId.
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
   * Takes an error that carries the order's id.
   *
   * @param cancelling whether the error may be the answer to a cancellation that is under way
   */
  void received(ErrorMessage error, boolean cancelling) {
    change(() -> progress.error(error, cancelling));
  }

  /**
   * Whether a message is about this order. Each client counts its own order ids, and a restarted
   * gateway may count from the beginning again, so ids can repeat.
   */
  private synchronized boolean isThis(int id, int client, long permId, String orderRef) {
    return id == orderId
        && client == clientId
        && (orderRef.isEmpty() || orderRef.equals(order().orderRef()))
        && (permId == 0 || progress.permId() == 0 || permId == progress.permId());
  }

  private void change(Runnable update) {
    Optional<Acknowledgement> before;
    Optional<Acknowledgement> after;
    synchronized (this) {
      before = progress.outcome();
      update.run();
      after = progress.outcome();
    }
    after.ifPresent(
        outcome -> {
          acknowledgement.complete(outcome);
          before
              .filter(former -> former.getClass() != outcome.getClass())
              .ifPresent(
                  former -> logger.warn("Order {} was {} and is now {}", orderId, former, outcome));
        });
  }

  @Override
  public String toString() {
    return "order " + orderId + " (" + order().orderRef() + ")";
  }
}
