package dev.ibintents.simulator.account;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * One arrival of an order at the gateway: what proves afterwards that a client sent it once.
 *
 * @param number its place among all arrivals, from 1
 * @param time when it arrived
 * @param clientId who sent it; 0 also if it was placed in TWS
 * @param orderId the number that the client gave it; 0 if it was placed in TWS
 * @param orderRef the client's own mark; empty if there is none
 * @param action BUY or SELL, as sent
 * @param quantity units, as sent
 * @param symbol of the contract, as sent; may be empty if the contract is named by its number
 * @param conId of the contract, as sent; 0 if it is named by its symbol
 * @param outcome what became of it
 * @param code of the error that refused it; 0 unless it was refused
 * @param permId the order's number in the account; 0 if it was refused without one
 */
public record ReceivedOrder(
    long number,
    Instant time,
    int clientId,
    int orderId,
    String orderRef,
    String action,
    BigDecimal quantity,
    String symbol,
    int conId,
    Outcome outcome,
    int code,
    long permId) {

  /** What became of an order that arrived. */
  public enum Outcome {
    /** It is an order of the account. */
    ACCEPTED,
    /** It changed an order that was alive. */
    CHANGED,
    /** It was refused. */
    REFUSED,
    /** It only asked for margin and commission, whether it was told or refused. */
    WHAT_IF
  }
}
