package dev.ibintents.gateway;

import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.ibapi.message.ContractDetails;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Set;

/**
 * An instrument that the gateway has confirmed.
 *
 * @param spec the contract that was asked for
 * @param details the broker's description of the instrument
 * @param contract the instrument in orders and requests, with the route of an order
 * @param inverted whether it is the opposite of the currency pair that was asked for, because the
 *     broker has only this direction. To buy the pair that was asked for, this one is sold
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
  private static final Set<String> ALWAYS_IN_ALL_HOURS = Set.of("FUT", "CASH");

  /** The hash of the contract, in which instruments differ. */
  @Override
  public int hashCode() {
    return contract.hashCode();
  }

  /** The same instrument, with another exchange as the route of an order. */
  public ResolvedContract routedTo(String exchange) {
    return new ResolvedContract(
        spec, details, contract.toBuilder().exchange(exchange).build(), inverted, multiplier);
  }

  /** The broker's number for the instrument. */
  public int conId() {
    return contract.conId();
  }

  /** The exchange's name, such as SPY, MNQZ6 or EUR.USD. */
  public String localSymbol() {
    return contract.localSymbol();
  }

  /** The currency of the price. */
  public String currency() {
    return contract.currency();
  }

  /**
   * The time zone of the sessions.
   *
   * @throws DateTimeException if the broker names an unknown zone
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
   * The sessions in which orders of this instrument trade. Futures and currency pairs trade in all
   * of their hours. Other instruments trade in the regular session, unless an order says otherwise.
   *
   * @param isOutsideRegularHours whether orders also trade outside the regular session
   * @throws DateTimeException if the broker names an unknown zone, or hours that do not exist
   */
  public MarketSessions sessions(boolean isOutsideRegularHours) {
    boolean isInAllHours =
        isOutsideRegularHours || ALWAYS_IN_ALL_HOURS.contains(contract.secType());
    String hours = isInAllHours ? details.tradingHours() : details.liquidHours();
    return MarketSessions.of(hours, zone());
  }

  /**
   * Converts a signal or quantity of the contract that was asked for into one of this instrument.
   * An inverted pair changes the sign.
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
