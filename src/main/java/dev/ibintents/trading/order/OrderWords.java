package dev.ibintents.trading.order;

import dev.ibintents.ibapi.OpenTrade;
import dev.ibintents.ibapi.message.Order;

/** Describes an order of the broker's lists for a message. */
public final class OrderWords {
  private OrderWords() {}

  /** Returns side, quantity, contract, status, reference, client id and permId of an order. */
  public static String of(OpenTrade trade) {
    Order order = trade.openOrder().order();
    return "%s %s %s (%s, %s, client %d, permId %d)"
        .formatted(
            order.action(),
            order.totalQuantity() == null ? "?" : order.totalQuantity().toPlainString(),
            trade.openOrder().contract().localSymbol(),
            trade.status(),
            order.orderRef().isEmpty() ? "without a reference" : order.orderRef(),
            order.clientId(),
            order.permId());
  }
}
