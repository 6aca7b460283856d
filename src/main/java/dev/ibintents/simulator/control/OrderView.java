package dev.ibintents.simulator.control;

import java.math.BigDecimal;

/**
 * An order as a test sees it.
 *
 * @param order its number in the account (permId); 0 if it was refused without a number
 * @param client the client that placed it; 0 for an order of TWS
 * @param orderId the number that the client gave it; 0 for an order of TWS
 * @param orderRef the client's own reference; empty if there is none
 * @param contract the exchange's own name of the instrument, such as SPY, MNQZ6 or EUR.USD
 * @param conId the broker's number of the instrument; 0 if the order was refused without one
 * @param action BUY or SELL
 * @param quantity units of the whole order
 * @param orderType MKT, LMT, STP and others; empty if the order was refused without a number
 * @param lmtPrice the limit price; {@code null} if there is none
 * @param auxPrice the stop price; {@code null} if there is none
 * @param tif the time in force
 * @param status PreSubmitted, Submitted, PendingCancel, Filled, Cancelled, Refused; or Held, while
 *     no client sees the order
 * @param filled units that are filled
 * @param remaining units that are not filled
 * @param averagePrice the average price of today's executions; {@code null} if there are none
 * @param code the code of the error that refused it; 0 unless it was refused
 * @param text why it ended, in words; empty while it lives
 */
public record OrderView(
    long order,
    int client,
    int orderId,
    String orderRef,
    String contract,
    int conId,
    String action,
    BigDecimal quantity,
    String orderType,
    BigDecimal lmtPrice,
    BigDecimal auxPrice,
    String tif,
    String status,
    BigDecimal filled,
    BigDecimal remaining,
    BigDecimal averagePrice,
    int code,
    String text) {
  /** Whether the order has this reference, or this number in the account. */
  boolean isNamed(String name) {
    return orderRef.equals(name) || Long.toString(order).equals(name);
  }
}
