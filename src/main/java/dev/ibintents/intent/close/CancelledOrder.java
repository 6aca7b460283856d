package dev.ibintents.intent.close;

import dev.ibintents.ibapi.OpenTrade;
import dev.ibintents.ibapi.message.Order;
import dev.ibintents.ibapi.message.OrderStatus;
import java.math.BigDecimal;

/**
 * An open order that is cancelled, as it was before.
 *
 * @param orderRef the reference that its client gave it; {@code null} if none
 * @param contract its local symbol
 * @param action BUY or SELL
 * @param totalQuantity how many in all
 * @param filled how many by then; {@code null} if the broker has not said
 * @param orderType MKT, LMT …
 * @param limitPrice {@code null} if it has none
 * @param clientId the API client that placed it; 0 for TWS
 * @param permId its number in the account
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
