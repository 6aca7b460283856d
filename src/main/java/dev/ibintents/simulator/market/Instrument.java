package dev.ibintents.simulator.market;

import dev.ibintents.ibapi.message.Contract;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
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
 * @param kind share, future, currency pair, option or bill
 * @param symbol such as SPY, MNQ or, for a pair, its base currency
 * @param localSymbol the exchange's own name, such as MNQZ6 or EUR.USD
 * @param tradingClass such as NMS or MNQ
 * @param currency the currency of its price
 * @param primaryExchange the listing venue
 * @param exchanges every venue that an order can name, the usual route first
 * @param multiplier units of the underlying that one contract moves; 1 for others than futures and
 *     options
 * @param minTick the smallest step of its price
 * @param expiry the last trading day of a future or an option, or the day on which a bill matures;
 *     {@code null} for others
 * @param longName its name in words
 * @param isin its international number; empty for futures and pairs
 * @param stockType COMMON or ETF; empty for others
 * @param terms what else is to be known of it, the same for most
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
    String stockType,
    Terms terms) {

  private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("yyyyMM");

  /** What an instrument is; the names are the protocol's {@code secType}. */
  public enum Kind {
    /** A share or an exchange-traded fund: bought with cash. */
    STK,
    /** A dated future: moves cash by its profit and loss only. */
    FUT,
    /** A currency pair: trades one cash balance for another. */
    CASH,
    /** An option on a share: bought with cash, delivers shares if it ends in the money. */
    OPT,
    /** A treasury bill: bought with cash below its face value, repaid when it matures. */
    BILL
  }

  /**
   * The traits in which few instruments differ from the usual.
   *
   * @param priceMagnifier by how much a price is divided to come to the currency: 100 for pence
   * @param minSize the smallest order
   * @param sizeIncrement the step of an order's size
   * @param strike of an option; {@code null} for others
   * @param right C or P of an option; empty for others
   */
  public record Terms(
      int priceMagnifier,
      BigDecimal minSize,
      BigDecimal sizeIncrement,
      BigDecimal strike,
      String right) {
    static final Terms USUAL = new Terms(1, BigDecimal.ONE, BigDecimal.ONE, null, "");
  }

  /** Copies the list of exchanges. */
  public Instrument {
    exchanges = List.copyOf(exchanges);
  }

  /** An instrument with the usual terms. */
  Instrument(
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
    this(
        conId,
        kind,
        symbol,
        localSymbol,
        tradingClass,
        currency,
        primaryExchange,
        exchanges,
        multiplier,
        minTick,
        expiry,
        longName,
        isin,
        stockType,
        Terms.USUAL);
  }

  /**
   * The moment at which it is settled: a future at the opening of its last day in New York (CME),
   * an option at the close, a bill in the afternoon; {@code null} for what never ends.
   */
  public Instant settlement() {
    return expiry == null ? null : settlement(kind, expiry);
  }

  static Instant settlement(Kind kind, LocalDate expiry) {
    LocalTime time = kind == Kind.FUT ? LocalTime.of(9, 30) : LocalTime.of(16, 0);
    return expiry.atTime(time).atZone(TradingDay.NEW_YORK).toInstant();
  }

  /** Whether it has been settled at a moment. */
  public boolean isSettled(Instant now) {
    return expiry != null && !settlement().isAfter(now);
  }

  /** Whether it is bought with cash and is worth its price. */
  public boolean isPaidFor() {
    return kind == Kind.STK || kind == Kind.OPT || kind == Kind.BILL;
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

  /** The last trading day as yyyyMMdd; empty for what never ends. */
  public String lastTradeDate() {
    return expiry == null ? "" : expiry.format(DateTimeFormatter.BASIC_ISO_DATE);
  }

  /** The contract month as yyyyMM; empty for what never ends. */
  public String contractMonth() {
    return expiry == null ? "" : expiry.format(MONTH);
  }

  /** The multiplier as the gateway writes it: empty for all but futures and options. */
  public String multiplierText() {
    return kind == Kind.FUT || kind == Kind.OPT ? Integer.toString(multiplier) : "";
  }

  /** The factor from a price to the worth of one unit: multiplier ÷ magnifier. */
  public BigDecimal factor() {
    return BigDecimal.valueOf(multiplier).divide(BigDecimal.valueOf(terms.priceMagnifier()));
  }

  /** As contract details write it. */
  public Contract described(String exchange) {
    return contract().strike(strike(BigDecimal.ZERO)).exchange(exchange).build();
  }

  /** As an open or completed order writes it: right is "?". */
  public Contract ordered(String exchange) {
    return contract().strike(strike(BigDecimal.ZERO)).right(right("?")).exchange(exchange).build();
  }

  /** As an execution writes it: with the venue that filled it. */
  public Contract executed(String venue) {
    return contract().strike(strike(zero())).exchange(venue).build();
  }

  /** As a position writes it: the listing venue of a share, no exchange for a future. */
  public Contract held() {
    return contract()
        .strike(strike(zero()))
        .exchange(kind == Kind.STK ? primaryExchange : "")
        .build();
  }

  /** As a portfolio line writes it: right is "0", and the venue stands as primary exchange. */
  public Contract valued() {
    return contract()
        .strike(strike(BigDecimal.ZERO))
        .right(right("0"))
        .primaryExchange(primaryExchange)
        .build();
  }

  private BigDecimal strike(BigDecimal unlessOption) {
    return terms.strike() == null ? unlessOption : terms.strike();
  }

  private String right(String unlessOption) {
    return terms.right().isEmpty() ? unlessOption : terms.right();
  }

  private static BigDecimal zero() {
    return BigDecimal.ZERO.setScale(1);
  }

  private Contract.Builder contract() {
    return Contract.builder()
        .conId(conId)
        .symbol(symbol)
        .secType(kind.name())
        .right(terms.right())
        .lastTradeDateOrContractMonth(lastTradeDate())
        .multiplier(multiplierText())
        .currency(currency)
        .localSymbol(localSymbol)
        .tradingClass(tradingClass);
  }
}
