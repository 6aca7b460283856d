package dev.ibintents.simulator.account;

import dev.ibintents.ibapi.message.OpenOrder;
import dev.ibintents.ibapi.message.Order;
import dev.ibintents.ibapi.message.OrderStatus;
import dev.ibintents.store.Stored;
import java.math.BigDecimal;

/**
 * A live order.
 *
 * @param open the message that reports the order and its state
 * @param status the message that reports how much of it is filled
 * @param progress the state that the messages do not contain
 */
public record StandingOrder(
    @Stored("fields") OpenOrder open, OrderStatus status, Progress progress) {

  /** Keeps the order as a client decodes it, because the store keeps it in that form. */
  public StandingOrder {
    open = WireText.asReceived(OpenOrder.class, open);
  }

  /** The order as reported. */
  public Order order() {
    return open.order();
  }

  /** The number of the instrument. */
  public int conId() {
    return open.contract().conId();
  }

  /** Whether the order buys. */
  public boolean buys() {
    return order().action().equals("BUY");
  }

  /** Units that are not filled yet. */
  public BigDecimal remaining() {
    return order().totalQuantity().subtract(filled());
  }

  /** Units that are filled. */
  public BigDecimal filled() {
    return status.filled();
  }

  /**
   * Whether clients know the order. They do not while it waits to be transmitted, or while a fault
   * hides it.
   */
  public boolean isVisible() {
    return progress.transmitted() && !isHidden();
  }

  /** Whether a fault hides the order. Then no client can see, change or cancel it. */
  public boolean isHidden() {
    return progress.hiddenUntil() != null;
  }

  /** Whether the order was reported as cancelled, and is hidden until it is filled nevertheless. */
  public boolean isReportedCancelled() {
    return isHidden() && status.status().equals("Cancelled");
  }

  /**
   * Whether {@code reqOpenOrders} shows the order to this client. Client 0 sees the orders of TWS.
   */
  public boolean belongsTo(int clientId) {
    return order().clientId() == clientId;
  }

  /** Whether a client gave the order this number. */
  boolean is(int clientId, int orderId) {
    return order().clientId() == clientId && order().orderId() == orderId;
  }

  /** The order with another progress. */
  public StandingOrder with(Progress changed) {
    return new StandingOrder(open, status, changed);
  }
}
