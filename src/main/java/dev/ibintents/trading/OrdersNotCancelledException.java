package dev.ibintents.trading;

import dev.ibintents.ibapi.OpenTrade;
import java.util.List;
import java.util.stream.Collectors;

/** Orders were to be cancelled, and are still open: they may be filled yet. */
public final class OrdersNotCancelledException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  OrdersNotCancelledException(List<OpenTrade> open) {
    super(
        "the broker was asked to cancel orders, and has not done so in time with "
            + open.stream()
                .map(OrdersNotCancelledException::words)
                .collect(Collectors.joining(", "))
            + "; no position was closed, ask again when they are gone");
  }

  private static String words(OpenTrade trade) {
    String orderRef = trade.openOrder().order().orderRef();
    return "%s %s %s (%s, %s, client %d, permId %d)"
        .formatted(
            trade.openOrder().order().action(),
            trade.openOrder().order().totalQuantity().toPlainString(),
            trade.openOrder().contract().localSymbol(),
            trade.status(),
            orderRef.isEmpty() ? "without a reference" : orderRef,
            trade.openOrder().order().clientId(),
            trade.openOrder().order().permId());
  }
}
