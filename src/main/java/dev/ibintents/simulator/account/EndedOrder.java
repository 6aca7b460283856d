package dev.ibintents.simulator.account;

import dev.ibintents.ibapi.message.CompletedOrder;
import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.ibapi.message.GatewayTime;
import dev.ibintents.ibapi.message.Order;
import dev.ibintents.ibapi.message.OrderField;
import dev.ibintents.ibapi.message.OrderState;
import dev.ibintents.store.Stored;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;

/**
 * An order that was filled, cancelled or rejected.
 *
 * @param time when it ended
 * @param clientId who placed it; the message that reports it does not say
 * @param orderId its number with that client, 0 if it was placed in TWS
 * @param report the message that reports it
 */
public record EndedOrder(
    Instant time, int clientId, int orderId, @Stored("fields") CompletedOrder report) {

  /** Keeps the order in the form in which clients receive it, which is how it is stored. */
  public EndedOrder {
    report = WireText.asReceived(CompletedOrder.class, report);
  }

  /**
   * As gateways write it: a filled order has no total quantity, a cancelled one keeps it.
   *
   * @param status Filled or Cancelled; a rejected order is written as Cancelled, too
   * @param how such as {@code Filled Size: 1} or {@code Cancelled by Trader}
   * @param done units that were filled
   */
  public static EndedOrder of(
      Contract contract,
      Order order,
      Instant time,
      ZoneId zone,
      String status,
      String how,
      BigDecimal done) {
    boolean filled = status.equals("Filled");
    Order reported =
        order.toBuilder()
            .set(OrderField.TOTAL_QUANTITY, filled ? BigDecimal.ZERO : order.totalQuantity())
            .set(OrderField.FILLED_QUANTITY, done)
            .set(OrderField.SHAREHOLDER, "Not an insider or substantial shareholder")
            .build();
    OrderState state =
        OrderState.builder()
            .status(status)
            .completedTime(GatewayTime.zoned(time, zone))
            .completedStatus(how)
            .build();
    return new EndedOrder(
        time, order.clientId(), order.orderId(), new CompletedOrder(contract, reported, state));
  }

  /** Whether it was placed in TWS and not by a client of the API. */
  public boolean manual() {
    return orderId == 0;
  }

  /** Whether it was filled to the end. */
  public boolean isFilled() {
    return report.state().status().equals("Filled");
  }

  /** Whether a client knew it by this number. */
  public boolean is(int client, int number) {
    return clientId == client && orderId == number;
  }
}
