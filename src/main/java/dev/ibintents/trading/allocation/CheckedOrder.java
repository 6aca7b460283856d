package dev.ibintents.trading.allocation;

import dev.ibintents.ibapi.message.Order;
import dev.ibintents.trading.order.PlannedOrder;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * The values of an order that limits check before a run sends it.
 *
 * @param conId the contract
 * @param quantity the quantity in units of the contract; negative to sell
 * @param limitPrice the limit price as quoted; empty for an order without a limit
 */
public record CheckedOrder(int conId, BigDecimal quantity, Optional<BigDecimal> limitPrice) {
  /** The values of planned orders that limits check. */
  public static List<CheckedOrder> of(List<PlannedOrder> planned) {
    return planned.stream().map(order -> of(order.contract().conId(), order.order())).toList();
  }

  /** The values of an order for a contract that limits check. */
  public static CheckedOrder of(int conId, Order order) {
    return new CheckedOrder(
        conId, order.signed(order.totalQuantity()), Optional.ofNullable(order.lmtPrice()));
  }
}
