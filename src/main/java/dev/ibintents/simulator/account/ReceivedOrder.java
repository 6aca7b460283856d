package dev.ibintents.simulator.account;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * An arrival of an order at the gateway. It proves afterwards that a client sent the order once. It
 * has one component for each field that such a proof needs.
 *
 * @param number its place among all arrivals, from 1
 * @param time the moment of the arrival
 * @param clientId the client that sent it; 0 also for an order of TWS
 * @param orderId the number that the client gave it; 0 for an order of TWS
 * @param orderRef the client's own reference; empty if there is none
 * @param action BUY or SELL, as sent
 * @param quantity units, as sent
 * @param symbol the symbol of the contract, as sent; may be empty if the contract is named by its
 *     number
 * @param conId the number of the contract, as sent; 0 if the contract is named by its symbol
 * @param outcome the gateway's decision
 * @param code the code of the error that refused it; 0 unless it was refused
 * @param permId the order's number in the account; 0 if it was refused without a number
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

  /** The gateway's decision about an order that arrived. */
  public enum Outcome {
    /** The account has accepted the order. */
    ACCEPTED,
    /** It changed a live order. */
    CHANGED,
    /** The gateway or the broker refused it. */
    REFUSED,
    /** It only asked for margin and commission, and was answered or refused. */
    WHAT_IF
  }
}
