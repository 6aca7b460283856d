package dev.ibintents.trading.allocation;

import dev.ibintents.gateway.ContractSpec;
import dev.ibintents.gateway.Resolution;
import dev.ibintents.gateway.ResolvedContract;
import dev.ibintents.ibapi.MarketSnapshot;
import dev.ibintents.ibapi.TickType;
import dev.ibintents.trading.UnitValue;
import dev.ibintents.trading.preview.BaseRate;
import dev.ibintents.trading.preview.PriceKind;
import dev.ibintents.trading.preview.Pricing;
import dev.ibintents.trading.preview.UsedPrice;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The prices at one moment, and the exchange rates to the base currency. A price or rate that the
 * market does not give is missing here; the caller reports it if it needs it.
 *
 * <p>A missing price has many forms: −1, −100 where prices are in cents, 0, no tick, a value that
 * is not a number. In each case the next source is used. Prices below 0 exist, for spreads and
 * rarely for futures. But a price that is not above 0 never determines the size of an order.
 *
 * @param prices the last close, or else the last trade, by conId, as quoted
 * @param stale the contracts that have not traded for more than 10 days
 * @param fxToBase the value of one unit of each currency in the base currency: the mid-quote of the
 *     pair, or else its close
 * @param sources the sources of the prices and exchange rates
 * @param unpriced the gateway's words about contracts without a price, by conId
 * @param unrated the gateway's words about currencies without a rate, by currency
 */
public record Quotes(
    Map<Integer, BigDecimal> prices,
    Set<Integer> stale,
    SortedMap<String, BigDecimal> fxToBase,
    Sources sources,
    Map<Integer, String> unpriced,
    Map<String, String> unrated) {

  private static final String IDEALPRO = "IDEALPRO";

  /** The age beyond which the last trade is stale. No exchange has holidays this long. */
  private static final Duration OLDEST_TRADE = Duration.ofDays(10);

  /** Keeps copies. */
  public Quotes {
    prices = Map.copyOf(prices);
    stale = Set.copyOf(stale);
    fxToBase = new TreeMap<>(fxToBase);
    unpriced = Map.copyOf(unpriced);
    unrated = Map.copyOf(unrated);
  }

  /**
   * The sources of the prices and exchange rates.
   *
   * @param base the account's base currency
   * @param prices the prices with their sources, by conId
   * @param rates the sources of exchange rates, by currency; none for the base currency
   */
  public record Sources(String base, Map<Integer, UsedPrice> prices, Map<String, PriceKind> rates) {
    /** Keeps copies. */
    public Sources {
      prices = Map.copyOf(prices);
      rates = Map.copyOf(rates);
    }
  }

  /** The values that an order's worth is calculated with; empty if there is no price. */
  public Optional<Pricing> pricing(ResolvedContract contract) {
    String currency = contract.currency();
    return Optional.ofNullable(sources.prices().get(contract.conId()))
        .map(
            price ->
                new Pricing(
                    price,
                    contract.multiplier(),
                    new BaseRate(
                        sources.base(), fxToBase.get(currency), sources.rates().get(currency))));
  }

  /** The value of one unit of a contract; parts of it may be missing. */
  public UnitValue valueOf(ResolvedContract contract) {
    return new UnitValue(
        prices.get(contract.conId()),
        contract.multiplier(),
        fxToBase.get(contract.currency()),
        stale.contains(contract.conId()),
        unpriced.getOrDefault(contract.conId(), unrated.getOrDefault(contract.currency(), "")));
  }

  /**
   * Asks for all prices and exchange rates together.
   *
   * @param requests the requests of the invocation, with those that were sent ahead
   * @param wanted the contracts whose prices are needed
   * @param currencies the currencies whose rates are needed; the base currency may be among them
   * @param base the account's base currency
   * @param now the present, which decides whether a price is stale
   * @throws dev.ibintents.ibapi.GatewayException if the connection ends or the gateway loses the
   *     broker before all answers have come; also if prices are missing while a market data farm is
   *     broken, because the market may have them
   */
  public static Quotes ask(
      QuoteRequests requests,
      Collection<ResolvedContract> wanted,
      Collection<String> currencies,
      String base,
      Instant now) {
    Map<String, ContractSpec> pairs = pairs(currencies, base);
    QuoteRequests.Replies replies = requests.ask(wanted, pairs.values());

    Map<Integer, UsedPrice> used = new LinkedHashMap<>();
    Map<String, PriceKind> kinds = new TreeMap<>();
    Map<Integer, String> unpriced = new LinkedHashMap<>();
    Map<String, String> unrated = new TreeMap<>();
    Set<Integer> stale = new TreeSet<>();
    SortedMap<String, BigDecimal> rates = new TreeMap<>();
    rates.put(base, BigDecimal.ONE);
    Iterator<QuoteReply> prices = replies.prices().iterator();
    for (ResolvedContract contract : wanted) {
      QuoteReply answer = prices.next();
      answer
          .snapshot()
          .flatMap(Quotes::price)
          .ifPresentOrElse(
              price -> used.put(contract.conId(), price),
              () -> unpriced.put(contract.conId(), answer.words()));
      if (answer.snapshot().filter(snapshot -> isStale(snapshot, now)).isPresent()) {
        stale.add(contract.conId());
      }
    }
    pairs.forEach(
        (currency, pair) ->
            rate(pair, replies)
                .ifPresentOrElse(
                    rate -> {
                      rates.put(currency, rate.value());
                      kinds.put(currency, rate.kind());
                    },
                    () -> unrated.put(currency, words(pair, replies))));
    if (!unpriced.isEmpty() || !unrated.isEmpty()) {
      requests.requireNoOutage("not all prices are known");
    }
    Map<Integer, BigDecimal> values = new LinkedHashMap<>();
    used.forEach((conId, price) -> values.put(conId, price.value()));
    return new Quotes(values, stale, rates, new Sources(base, used, kinds), unpriced, unrated);
  }

  private static boolean isStale(MarketSnapshot snapshot, Instant now) {
    return lastTrade(snapshot)
        .filter(traded -> traded.isBefore(now.minus(OLDEST_TRADE)))
        .isPresent();
  }

  private static Optional<Instant> lastTrade(MarketSnapshot snapshot) {
    return snapshot
        .value(TickType.LAST_TIMESTAMP)
        .map(seconds -> Instant.ofEpochSecond(seconds.longValue()));
  }

  /** The pairs whose rates are needed, by currency. */
  private static Map<String, ContractSpec> pairs(Collection<String> currencies, String base) {
    Map<String, ContractSpec> pairs = new LinkedHashMap<>();
    for (String currency : new TreeSet<>(currencies)) {
      if (!currency.equals(base)) {
        pairs.put(currency, ContractSpec.pair(currency, base, IDEALPRO));
      }
    }
    return pairs;
  }

  private static Optional<UsedPrice> rate(ContractSpec pair, QuoteRequests.Replies replies) {
    return replies.pairs().get(pair) instanceof Resolution.Found found
        ? rate(replies.rates().get(pair).snapshot(), found.contract())
        : Optional.empty();
  }

  /** The gateway's words about a pair without a rate. */
  private static String words(ContractSpec pair, QuoteRequests.Replies replies) {
    return replies.pairs().get(pair) instanceof Resolution.Refused refused
        ? refused.reason()
        : replies.rates().get(pair).words();
  }

  /** The price of a contract: the last close if it is usable, or else the last trade. */
  private static Optional<UsedPrice> price(MarketSnapshot snapshot) {
    Optional<Instant> lastTrade = lastTrade(snapshot);
    return QuoteReply.usable(snapshot, TickType.CLOSE)
        .map(close -> new UsedPrice(close, PriceKind.CLOSE, lastTrade))
        .or(
            () ->
                QuoteReply.usable(snapshot, TickType.LAST)
                    .map(last -> new UsedPrice(last, PriceKind.LAST, lastTrade)));
  }

  /** The exchange rate of a pair: the mid-quote if it is usable, or else the last close. */
  private static Optional<UsedPrice> rate(Optional<MarketSnapshot> answer, ResolvedContract pair) {
    return answer
        .flatMap(
            snapshot ->
                midpoint(snapshot)
                    .map(price -> new UsedPrice(price, PriceKind.MIDPOINT))
                    .or(
                        () ->
                            QuoteReply.usable(snapshot, TickType.CLOSE)
                                .map(price -> new UsedPrice(price, PriceKind.CLOSE))))
        .map(
            rate ->
                pair.inverted()
                    ? new UsedPrice(
                        BigDecimal.ONE.divide(rate.value(), MathContext.DECIMAL64), rate.kind())
                    : rate);
  }

  /** The middle between bid and ask. */
  static Optional<BigDecimal> midpoint(MarketSnapshot snapshot) {
    return QuoteReply.average(snapshot, List.of(TickType.BID, TickType.ASK));
  }
}
