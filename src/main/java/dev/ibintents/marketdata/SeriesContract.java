package dev.ibintents.marketdata;

import dev.ibintents.gateway.ResolvedContract;
import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.store.Stored;
import java.time.ZoneId;
import java.util.Set;

/**
 * The stored description of a series' instrument, so that people can name it without the gateway.
 *
 * @param conId the broker's number for the instrument
 * @param symbol such as SPY
 * @param secType such as STK
 * @param exchange where requests were routed
 * @param primaryExchange where it is listed; empty if the broker does not say
 * @param currency the currency of its prices
 * @param localSymbol the exchange's name for it
 * @param zone the time zone of its sessions
 */
public record SeriesContract(
    int conId,
    String symbol,
    String secType,
    String exchange,
    String primaryExchange,
    String currency,
    String localSymbol,
    @Stored("timeZone") ZoneId zone) {

  private static final Set<String> NEW_YORK =
      Set.of("US/Eastern", "America/New_York", "EST5EDT", "EST");

  /** The description of an instrument that the gateway has found. */
  public static SeriesContract of(ResolvedContract resolved) {
    Contract contract = resolved.contract();
    return new SeriesContract(
        contract.conId(),
        contract.symbol(),
        contract.secType(),
        contract.exchange(),
        contract.primaryExchange(),
        contract.currency(),
        contract.localSymbol(),
        resolved.zone());
  }

  /** Whether a contract is named by nothing but what is kept here. */
  public static boolean isNamedByThis(Contract wanted) {
    return wanted.equals(
        Contract.builder()
            .conId(wanted.conId())
            .symbol(wanted.symbol())
            .secType(wanted.secType())
            .exchange(wanted.exchange())
            .primaryExchange(wanted.primaryExchange())
            .currency(wanted.currency())
            .localSymbol(wanted.localSymbol())
            .build());
  }

  /** Whether the fields of a contract fit this instrument; only stored fields are compared. */
  public boolean fits(Contract wanted) {
    return (wanted.conId() == 0 || wanted.conId() == conId)
        && same(wanted.symbol(), symbol)
        && same(wanted.secType(), secType)
        && (same(wanted.exchange(), exchange) || same(wanted.exchange(), primaryExchange))
        && same(wanted.primaryExchange(), primaryExchange)
        && same(wanted.currency(), currency)
        && same(wanted.localSymbol(), localSymbol);
  }

  private static boolean same(String wanted, String known) {
    return wanted.isEmpty() || wanted.equals(known);
  }

  /**
   * The name of the trading calendar. Shares of all exchanges in New York have one calendar; other
   * instruments have the calendar of their exchange.
   */
  String calendar() {
    if (secType.equals("STK") && NEW_YORK.contains(zone.getId())) {
      return "shares in New York";
    }
    return secType + " at " + (primaryExchange.isEmpty() ? exchange : primaryExchange);
  }

  /** Such as {@code SPY (conId 756733)}. */
  @Override
  public String toString() {
    return localSymbol + " (conId " + conId + ")";
  }
}
