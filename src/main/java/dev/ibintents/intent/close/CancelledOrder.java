package dev.ibintents.intent.close;

import dev.ibintents.ibapi.OpenTrade;
import dev.ibintents.ibapi.message.Order;
import dev.ibintents.ibapi.message.OrderStatus;
import java.math.BigDecimal;

/**
 * An order that close-all cancels, as it was before.
 *
 * @param orderRef the reference that its client gave it; {@code null} if none
 * @param contract the contract's local symbol
 * @param action BUY or SELL
 * @param totalQuantity the whole quantity of the order
 * @param filled the quantity filled before the cancellation; {@code null} if the broker has not
 *     reported it
 * @param orderType the order type, such as MKT or LMT
 * @param limitPrice the limit price; {@code null} if the order has none
 * @param clientId the API client that placed it; 0 for TWS
 * @param permId the order's number in the account
 */
record CancelledOrder(
    String orderRef,
    String contract,
    String action,
    BigDecimal totalQuantity,
    BigDecimal filled,
    String orderType,
    BigDecimal limitPrice,
    int clientId,
    long permId) {

  static CancelledOrder of(OpenTrade trade) {
    Order order = trade.openOrder().order();
    return new CancelledOrder(
        order.orderRef().isEmpty() ? null : order.orderRef(),
        trade.openOrder().contract().localSymbol(),
        order.action(),
        order.totalQuantity(),
        trade.orderStatus().map(OrderStatus::filled).orElse(null),
        order.orderType(),
        order.orderType().contains("LMT") ? order.lmtPrice() : null,
        order.clientId(),
        order.permId());
  }
}
