package dev.ibintents.ibapi;

import java.math.BigDecimal;

/** The gateway's answer to an order that was sent. */
public sealed interface Acknowledgement {
  /**
   * The order has arrived: the gateway has reported the order or an execution of it. Its {@link
   * OrderTicket} has its current state.
   *
   * @param status the status at that moment, in the gateway's words; empty if only an execution was
   *     reported
   * @param permId the order's permanent id in the account; 0 until it has one
   * @param filled the filled quantity at that moment, in units of the contract
   */
  record Accepted(String status, long permId, BigDecimal filled) implements Acknowledgement {}

  /** The order will not be filled: nothing of it was filled, and an error refused or ended it. */
  record Refused(int code, String text) implements Acknowledgement {}
}
