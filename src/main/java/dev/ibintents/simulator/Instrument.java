package dev.ibintents.simulator;

import dev.ibintents.ibapi.message.Contract;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;

/**
 * Something that can be held and traded here.
 *
 * <p>A gateway writes the same instrument differently in different messages (a position names its
 * listing venue or none, an order its route, an execution the venue that filled it); the methods
 * give those forms, as recorded from real gateways.
 *
 * @param conId the broker's number for it
 * @param kind share, future or currency pair
 * @param symbol such as SPY, MNQ or, for a pair, its base currency
 * @param localSymbol the exchange's own name, such as MNQZ6 or EUR.USD
 * @param tradingClass such as NMS or MNQ
 * @param currency the currency of its price
 * @param primaryExchange the listing venue
 * @param exchanges every venue that an order can name, the usual route first
 * @param multiplier units of the underlying that one contract moves; 1 for shares and pairs
 * @param minTick the smallest step of its price
 * @param expiry the last trading day of a future; {@code null} for others
 * @param longName its name in words
 * @param isin its international number; empty for futures and pairs
 * @param stockType COMMON or ETF; empty for futures and pairs
 */
public record Instrument(
    int conId,
    Kind kind,
    String symbol,
    String localSymbol,
    String tradingClass,
    String currency,
    String primaryExchange,
    List<String> exchanges,
    int multiplier,
    BigDecimal minTick,
    LocalDate expiry,
    String longName,
    String isin,
    String stockType) {

  private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("yyyyMM");

  /** What an instrument is; the names are the protocol's {@code secType}. */
  public enum Kind {
    /** A share or an exchange-traded fund: bought with cash. */
    STK,
    /** A dated future: moves cash by its profit and loss only. */
    FUT,
    /** A currency pair: trades one cash balance for another. */
    CASH
  }

  /** Copies the list of exchanges. */
  public Instrument {
    exchanges = List.copyOf(exchanges);
  }

  /** Its number says which it is; two of one number are the same or none. */
  @Override
  public int hashCode() {
    return conId;
  }

  /** The usual route: SMART for shares, CME for futures, IDEALPRO for pairs. */
  public String route() {
    return exchanges.get(0);
  }

  /** The last trading day as yyyyMMdd; empty for shares and pairs. */
  public String lastTradeDate() {
    return expiry == null ? "" : expiry.format(DateTimeFormatter.BASIC_ISO_DATE);
  }

  /** The contract month as yyyyMM; empty for shares and pairs. */
  public String contractMonth() {
    return expiry == null ? "" : expiry.format(MONTH);
  }

  /** The multiplier as the gateway writes it: empty for shares and pairs. */
  public String multiplierText() {
    return kind == Kind.FUT ? Integer.toString(multiplier) : "";
  }

  /** The multiplier as a factor for prices. */
  public BigDecimal factor() {
    return BigDecimal.valueOf(multiplier);
  }

  /** As contract details write it. */
  public Contract described(String exchange) {
    return contract().strike(BigDecimal.ZERO).exchange(exchange).build();
  }

  /** As an open or completed order writes it: right is "?". */
  public Contract ordered(String exchange) {
    return contract().strike(BigDecimal.ZERO).right("?").exchange(exchange).build();
  }

  /** As an execution writes it: with the venue that filled it. */
  public Contract executed(String venue) {
    return contract().strike(zero()).exchange(venue).build();
  }

  /** As a position writes it: the listing venue of a share, no exchange for a future. */
  public Contract held() {
    return contract().strike(zero()).exchange(kind == Kind.STK ? primaryExchange : "").build();
  }

  /** As a portfolio line writes it: right is "0", and the venue stands as primary exchange. */
  public Contract valued() {
    return contract().strike(BigDecimal.ZERO).right("0").primaryExchange(primaryExchange).build();
  }

  private static BigDecimal zero() {
    return BigDecimal.ZERO.setScale(1);
  }

  private Contract.Builder contract() {
    return Contract.builder()
        .conId(conId)
        .symbol(symbol)
        .secType(kind.name())
        .lastTradeDateOrContractMonth(lastTradeDate())
        .multiplier(multiplierText())
        .currency(currency)
        .localSymbol(localSymbol)
        .tradingClass(tradingClass);
  }
}
