package dev.ibintents.gateway;

import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.ibapi.message.ContractDetails;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.ZoneId;

/**
 * An instrument that the gateway has confirmed.
 *
 * @param spec what was asked for
 * @param details what the broker knows about it
 * @param contract the instrument as orders and requests name it, with the route of an order
 * @param inverted whether it is a currency pair in the other direction than was asked for, because
 *     only that one exists: who wants to buy what was asked for sells this
 * @param multiplier currency units by which one contract's value moves when the quoted price moves
 *     by 1: the contract's multiplier, 1 for a share, divided by the broker's {@code
 *     priceMagnifier}
 */
public record ResolvedContract(
    ContractSpec spec,
    ContractDetails details,
    Contract contract,
    boolean inverted,
    BigDecimal multiplier) {

  /** The same instrument, with another exchange as the route of an order. */
  public ResolvedContract routedTo(String exchange) {
    return new ResolvedContract(
        spec, details, contract.toBuilder().exchange(exchange).build(), inverted, multiplier);
  }

  /** The broker's number for it. */
  public int conId() {
    return contract.conId();
  }

  /** The exchange's own name, such as SPY, MNQZ6 or EUR.USD. */
  public String localSymbol() {
    return contract.localSymbol();
  }

  /** In which its price is. */
  public String currency() {
    return contract.currency();
  }

  /**
   * The time zone of its sessions.
   *
   * @throws DateTimeException if the broker names one that is not known
   */
  public ZoneId zone() {
    try {
      return ZoneId.of(details.timeZoneId(), ZoneId.SHORT_IDS);
    } catch (DateTimeException e) {
      throw new DateTimeException(
          "the gateway puts %s into the time zone \"%s\", which is not known"
              .formatted(this, details.timeZoneId()),
          e);
    }
  }

  /**
   * A signal or quantity for what was asked for, as one for this instrument: with the other sign if
   * the pair is inverted.
   */
  public BigDecimal directed(BigDecimal amount) {
    return inverted ? amount.negate() : amount;
  }

  /** Such as {@code MNQZ6 (conId 654503314)}. */
  @Override
  public String toString() {
    return localSymbol() + " (conId " + conId() + ")";
  }
}
