package dev.ibintents.simulator.account;

import dev.ibintents.ibapi.message.OpenOrder;
import dev.ibintents.ibapi.message.Order;
import dev.ibintents.ibapi.message.OrderStatus;
import java.math.BigDecimal;

/**
 * An order that is still alive: the two messages that report it, and what they do not say.
 *
 * @param open the order and its state
 * @param status how much of it is done
 * @param progress what else is to be remembered about it
 */
public record StandingOrder(OpenOrder open, OrderStatus status, Progress progress) {

  /** Keeps the order in the form in which clients receive it, which is how it is stored. */
  public StandingOrder {
    open = WireText.asReceived(OpenOrder.class, open);
  }

  /** What was ordered. */
  public Order order() {
    return open.order();
  }

  /** The number of the instrument. */
  public int conId() {
    return open.contract().conId();
  }

  /** Whether it buys. */
  public boolean buys() {
    return order().action().equals("BUY");
  }

  /** Units that are left. */
  public BigDecimal remaining() {
    return order().totalQuantity().subtract(filled());
  }

  /** Units that are done. */
  public BigDecimal filled() {
    return status.filled();
  }

  /** Whether it is known to clients: not as long as it waits to be transmitted. */
  public boolean isVisible() {
    return progress.transmitted() && !isHidden();
  }

  /** Whether a fault hides it: no client can see it, change it or cancel it. */
  public boolean isHidden() {
    return progress.hiddenUntil() != null;
  }

  /** Whether it was reported as cancelled, and is hidden because it will be filled all the same. */
  public boolean isReportedCancelled() {
    return isHidden() && status.status().equals("Cancelled");
  }

  /**
   * Whether {@code reqOpenOrders} shows it to this client: its own, and manual ones to client 0.
   */
  public boolean belongsTo(int clientId) {
    return order().clientId() == clientId;
  }

  /** Whether a client knows it by this number. */
  boolean is(int clientId, int orderId) {
    return order().clientId() == clientId && order().orderId() == orderId;
  }

  public StandingOrder with(Progress changed) {
    return new StandingOrder(open, status, changed);
  }
}
