package dev.ibintents.simulator;

import dev.ibintents.ibapi.message.OpenOrder;
import dev.ibintents.ibapi.message.Order;
import dev.ibintents.ibapi.message.OrderStatus;

/**
 * An order that is still alive, as the two messages that report it.
 *
 * @param open the order and its state
 * @param status how much of it is done
 */
public record StandingOrder(OpenOrder open, OrderStatus status) {

  /** Keeps the order in the form in which clients receive it, which is how it is stored. */
  public StandingOrder {
    open = WireText.asReceived(OpenOrder.class, open);
  }

  /** What was ordered. */
  public Order order() {
    return open.order();
  }

  /** Whether it was placed in TWS and not by a client of the API. */
  public boolean isManual() {
    return order().orderId() == 0;
  }

  /**
   * Whether {@code reqOpenOrders} shows it to this client: its own, and manual ones to client 0.
   */
  public boolean belongsTo(int clientId) {
    return order().clientId() == clientId;
  }
}
