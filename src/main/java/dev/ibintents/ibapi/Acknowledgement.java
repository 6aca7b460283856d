package dev.ibintents.ibapi;

import java.math.BigDecimal;

/** What the gateway has made of an order that was sent. */
public sealed interface Acknowledgement {
  /**
   * The order has arrived: the gateway has reported it, or an execution of it. How it stands now,
   * its {@link OrderTicket} says.
   *
   * @param status where it stood, in the gateway's words; empty if only an execution told of it
   * @param permId its number in the account; 0 if it has none yet
   * @param filled how much of it was filled, in units of the contract
   */
  record Accepted(String status, long permId, BigDecimal filled) implements Acknowledgement {}

  /**
   * The order will not be filled: nothing of it is, and an error has refused or ended it.
   *
   * @param code the gateway's error code, such as 201
   * @param text the gateway's own words
   */
  record Refused(int code, String text) implements Acknowledgement {}
}
