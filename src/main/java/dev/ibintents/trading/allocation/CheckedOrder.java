package dev.ibintents.trading.allocation;

import dev.ibintents.ibapi.message.Order;
import dev.ibintents.trading.order.PlannedOrder;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * An order that a run is about to send, as far as limits look at it.
 *
 * @param conId the contract
 * @param quantity in units of the contract; negative to sell
 * @param limitPrice as quoted; empty for an order without a limit
 */
public record CheckedOrder(int conId, BigDecimal quantity, Optional<BigDecimal> limitPrice) {
  /** What limits look at of planned orders. */
  public static List<CheckedOrder> of(List<PlannedOrder> planned) {
    return planned.stream().map(order -> of(order.contract().conId(), order.order())).toList();
  }

  /** The check's view of an order for a contract. */
  public static CheckedOrder of(int conId, Order order) {
    return new CheckedOrder(
        conId, order.signed(order.totalQuantity()), Optional.ofNullable(order.lmtPrice()));
  }
}
