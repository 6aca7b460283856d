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
 * @param time the moment at which it ended
 * @param clientId the client that placed it; the completed-order message does not say
 * @param orderId the number that the client gave it; 0 if it was placed in TWS
 * @param report the message that reports it
 */
public record EndedOrder(
    Instant time, int clientId, int orderId, @Stored("fields") CompletedOrder report) {

  /** Keeps the report as a client decodes it, because the store keeps it in that form. */
  public EndedOrder {
    report = WireText.asReceived(CompletedOrder.class, report);
  }

  /**
   * The end of an order as gateways write it.
   *
   * @param status Filled or Cancelled; a rejected order is Cancelled, too
   * @param text such as {@code Filled Size: 1} or {@code Cancelled by Trader}
   */
  public record Ending(String status, String text) {
    /** The end of an order that was filled completely. */
    public static Ending filled(BigDecimal units) {
      return new Ending("Filled", "Filled Size: " + units.toPlainString());
    }

    /** The end of an order that was cancelled, has expired or was rejected. */
    public static Ending cancelled(String reason) {
      return new Ending("Cancelled", reason);
    }

    boolean isFilled() {
      return status.equals("Filled");
    }
  }

  /**
   * The report of an order that ends. Gateways write a filled order without total quantity, and a
   * cancelled order with it.
   *
   * @param zone the time zone in which the report writes its time
   * @param filled units that were filled
   */
  public static EndedOrder of(
      Contract contract, Order order, Instant time, ZoneId zone, Ending ending, BigDecimal filled) {
    Order reported =
        order.toBuilder()
            .set(
                OrderField.TOTAL_QUANTITY,
                ending.isFilled() ? BigDecimal.ZERO : order.totalQuantity())
            .set(OrderField.FILLED_QUANTITY, filled)
            .set(OrderField.SHAREHOLDER, "Not an insider or substantial shareholder")
            .build();
    OrderState state =
        OrderState.builder()
            .status(ending.status())
            .completedTime(GatewayTime.zoned(time, zone))
            .completedStatus(ending.text())
            .build();
    return new EndedOrder(
        time, order.clientId(), order.orderId(), new CompletedOrder(contract, reported, state));
  }

  /** Whether the order was placed in TWS and not by a client of the API. */
  public boolean isManual() {
    return orderId == 0;
  }

  /** Whether the order was filled completely. */
  public boolean isFilled() {
    return report.state().status().equals("Filled");
  }

  /** Whether a client gave the order this number. */
  public boolean is(int client, int number) {
    return clientId == client && orderId == number;
  }
}
