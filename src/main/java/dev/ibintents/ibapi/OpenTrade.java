package dev.ibintents.ibapi;

import dev.ibintents.ibapi.message.OpenOrder;
import dev.ibintents.ibapi.message.OrderStatus;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * An order that is at the broker, and where it stands.
 *
 * @param openOrder the contract and the order
 * @param orderStatus how far it has come; empty as long as the gateway has not said
 */
public record OpenTrade(OpenOrder openOrder, Optional<OrderStatus> orderStatus) {
  /** How much of the order is not filled yet, in units of the contract; negative to sell. */
  public BigDecimal signedRemaining() {
    BigDecimal remaining =
        orderStatus
            .map(OrderStatus::remaining)
            .or(() -> Optional.ofNullable(openOrder.order().totalQuantity()))
            .orElse(BigDecimal.ZERO);
    return openOrder.order().signed(remaining);
  }

  /** Where the order stands, in the gateway's words: Submitted, Filled … */
  public String status() {
    return orderStatus.map(OrderStatus::status).orElseGet(() -> openOrder.state().status());
  }
}
