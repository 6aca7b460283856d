package dev.ibintents.simulator.market;

import dev.ibintents.ibapi.message.Contract;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/**
 * An instrument that the account can hold and trade.
 *
 * <p>A gateway writes the same instrument differently in different messages. A position names the
 * listing venue or none, an order its route, an execution the venue that filled it. The methods
 * give those forms, as recorded from real gateways.
 *
 * <p>The record has many fields because each is one field of the protocol's contract description.
 * {@link #builder} names them.
 *
 * @param conId the broker's number of the instrument
 * @param kind share, future, currency pair, option or bill
 * @param symbol such as SPY or MNQ; the base currency of a pair
 * @param localSymbol the exchange's own name, such as MNQZ6 or EUR.USD
 * @param tradingClass such as NMS or MNQ
 * @param currency the currency of the price
 * @param primaryExchange the listing venue
 * @param exchanges every venue that an order can name, the usual route first
 * @param multiplier units of the underlying in one contract; 1 unless it is a future or an option
 * @param minTick the smallest step of the price
 * @param expiry the last trading day of a future or an option, or the maturity of a bill; {@code
 *     null} for others
 * @param longName the name in words
 * @param isin the international securities number; empty for futures and pairs
 * @param stockType COMMON or ETF; empty for others
 * @param terms further terms, which are the same for most instruments
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

  static final String DOLLAR = "USD";

  private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("yyyyMM");
  private static final int RATE_DECIMALS = 7;

  /** The kind of an instrument. The names are the protocol's {@code secType}. */
  public enum Kind {
    /** A share or an exchange-traded fund. It is bought with cash. */
    STK,
    /** A dated future. It moves cash by its profit and loss only. */
    FUT,
    /** A currency pair. It trades one cash balance for another. */
    CASH,
    /**
     * An option on a share. It is bought with cash, and delivers shares if it ends in the money.
     */
    OPT,
    /** A treasury bill. It is bought with cash below its face value, and repaid at maturity. */
    BILL
  }

  /**
   * Terms that are the same for most instruments.
   *
   * @param priceMagnifier the divisor from a price to the currency; 100 for a price in pence
   * @param minSize the smallest order
   * @param sizeIncrement the step of an order's size
   * @param strike the strike of an option; {@code null} for others
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

  /** Keeps its own copy of the list of exchanges. */
  public Instrument {
    exchanges = List.copyOf(exchanges);
  }

  /**
   * Begins an instrument in US dollars. Its local symbol and trading class equal its symbol unless
   * they are set.
   */
  public static Builder builder(int conId, Kind kind, String symbol) {
    return new Builder(conId, kind, symbol);
  }

  /**
   * The moment of settlement; {@code null} if the instrument never expires.
   *
   * <p>A future settles when the market opens in New York on its last day (CME). An option settles
   * at the close, a bill in the afternoon.
   */
  public Instant settlement() {
    return expiry == null ? null : settlement(kind, expiry);
  }

  static Instant settlement(Kind kind, LocalDate expiry) {
    LocalTime time = kind == Kind.FUT ? LocalTime.of(9, 30) : LocalTime.of(16, 0);
    return expiry.atTime(time).atZone(TradingDay.NEW_YORK).toInstant();
  }

  /** Whether the instrument has been settled at a moment. */
  public boolean isSettled(Instant now) {
    return expiry != null && !settlement().isAfter(now);
  }

  /** Whether the buyer pays the price in cash, so that the holding is worth its market value. */
  public boolean isPaidFor() {
    return kind == Kind.STK || kind == Kind.OPT || kind == Kind.BILL;
  }

  /** The currency that this pair trades against the US dollar; empty if it is no such pair. */
  public Optional<String> againstDollar() {
    if (kind != Kind.CASH) {
      return Optional.empty();
    }
    return symbol.equals(DOLLAR)
        ? Optional.of(currency)
        : Optional.of(symbol).filter(base -> currency.equals(DOLLAR));
  }

  /**
   * The value of one unit of a currency in US dollars, to seven decimals.
   *
   * @param price the price of this pair
   * @return empty if this is not the currency's pair with the dollar
   */
  Optional<BigDecimal> rate(String code, BigDecimal price) {
    return againstDollar()
        .filter(code::equals)
        .map(
            paired ->
                symbol.equals(DOLLAR)
                    ? BigDecimal.ONE.divide(price, RATE_DECIMALS, RoundingMode.HALF_EVEN)
                    : price.setScale(RATE_DECIMALS, RoundingMode.HALF_EVEN));
  }

  /** The instrument's number, which identifies it. */
  @Override
  public int hashCode() {
    return conId;
  }

  /** The usual route: SMART for shares, CME for futures, IDEALPRO for pairs. */
  public String route() {
    return exchanges.get(0);
  }

  /** The last trading day as yyyyMMdd; empty if the instrument never expires. */
  public String lastTradeDate() {
    return expiry == null ? "" : expiry.format(DateTimeFormatter.BASIC_ISO_DATE);
  }

  /** The contract month as yyyyMM; empty if the instrument never expires. */
  public String contractMonth() {
    return expiry == null ? "" : expiry.format(MONTH);
  }

  /** The multiplier as the gateway writes it; empty unless it is a future or an option. */
  public String multiplierText() {
    return kind == Kind.FUT || kind == Kind.OPT ? Integer.toString(multiplier) : "";
  }

  /** The factor from a price to the value of one unit: multiplier ÷ price magnifier. */
  public BigDecimal factor() {
    return BigDecimal.valueOf(multiplier).divide(BigDecimal.valueOf(terms.priceMagnifier()));
  }

  /** The contract as contract details write it. */
  public Contract described(String exchange) {
    return contract().strike(strike(BigDecimal.ZERO)).exchange(exchange).build();
  }

  /** The contract as an open or completed order writes it: the right is "?". */
  public Contract ordered(String exchange) {
    return contract().strike(strike(BigDecimal.ZERO)).right(right("?")).exchange(exchange).build();
  }

  /** The contract as an execution writes it, with the venue that filled the order. */
  public Contract executed(String venue) {
    return contract().strike(strike(zero())).exchange(venue).build();
  }

  /**
   * The contract as a position writes it: with the listing venue of a share, else without exchange.
   */
  public Contract held() {
    return contract()
        .strike(strike(zero()))
        .exchange(kind == Kind.STK ? primaryExchange : "")
        .build();
  }

  /**
   * The contract as a portfolio line writes it: the right is "0", the venue is the primary
   * exchange.
   */
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

  /** Builds an instrument field by field. */
  public static final class Builder {
    private final int conId;
    private final Kind kind;
    private final String symbol;
    private String localSymbol;
    private String tradingClass;
    private String currency = DOLLAR;
    private String primaryExchange = "";
    private List<String> exchanges = List.of();
    private int multiplier = 1;
    private BigDecimal minTick = new BigDecimal("0.01");
    private LocalDate expiry;
    private String longName = "";
    private String isin = "";
    private String stockType = "";
    private Terms terms = Terms.USUAL;

    private Builder(int conId, Kind kind, String symbol) {
      this.conId = conId;
      this.kind = kind;
      this.symbol = symbol;
      localSymbol = symbol;
      tradingClass = symbol;
    }

    /** Sets the exchange's own name. */
    public Builder localSymbol(String name) {
      localSymbol = name;
      return this;
    }

    /** Sets the trading class. */
    public Builder tradingClass(String name) {
      tradingClass = name;
      return this;
    }

    /** Sets the currency of the price. */
    public Builder currency(String code) {
      currency = code;
      return this;
    }

    /** Sets the listing venue, and the venues that an order can name, the usual route first. */
    public Builder listedAt(String venue, List<String> routes) {
      primaryExchange = venue;
      exchanges = routes;
      return this;
    }

    /** Sets the units of the underlying in one contract. */
    public Builder multiplier(int units) {
      multiplier = units;
      return this;
    }

    /** Sets the smallest step of the price. */
    public Builder minTick(BigDecimal step) {
      minTick = step;
      return this;
    }

    /** Sets the last trading day. */
    public Builder expiry(LocalDate date) {
      expiry = date;
      return this;
    }

    /** Sets the name in words. */
    public Builder longName(String name) {
      longName = name;
      return this;
    }

    /** Sets the international securities number. */
    public Builder isin(String number) {
      isin = number;
      return this;
    }

    /** Sets COMMON or ETF. */
    public Builder stockType(String type) {
      stockType = type;
      return this;
    }

    /** Sets the further terms. */
    public Builder terms(Terms special) {
      terms = special;
      return this;
    }

    /** The instrument. */
    public Instrument build() {
      return new Instrument(
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
          terms);
    }
  }
}
