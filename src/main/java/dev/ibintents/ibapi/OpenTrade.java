package dev.ibintents.ibapi;

import dev.ibintents.ibapi.message.OpenOrder;
import dev.ibintents.ibapi.message.OrderStatus;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * An order that has reached the broker, and its last status.
 *
 * @param openOrder the contract and the order
 * @param orderStatus the last orderStatus; empty until the gateway sends one
 */
public record OpenTrade(OpenOrder openOrder, Optional<OrderStatus> orderStatus) {
  /** The quantity that is not filled yet, in units of the contract; negative for a sell order. */
  public BigDecimal signedRemaining() {
    BigDecimal remaining =
        orderStatus
            .map(OrderStatus::remaining)
            .or(() -> Optional.ofNullable(openOrder.order().totalQuantity()))
            .orElse(BigDecimal.ZERO);
    return openOrder.order().signed(remaining);
  }

  /** The status in the gateway's words, such as Submitted or Filled. */
  public String status() {
    return orderStatus.map(OrderStatus::status).orElseGet(() -> openOrder.state().status());
  }
}
