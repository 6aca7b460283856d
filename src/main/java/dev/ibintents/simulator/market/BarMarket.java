package dev.ibintents.simulator.market;

import dev.ibintents.ibapi.message.Bar;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A market that is fed with daily bars. It knows the open of a session from its beginning, and the
 * rest of its bar from its end. Orders are filled in auctions: at the open, or at the close.
 *
 * <p>A session is a day that has a bar. It has the hours of the instrument's calendar, with half
 * days. On a day without a bar nothing trades.
 */
public final class BarMarket implements PriceSource, Auctions {
  /** The auction that fills orders. */
  public enum Fill {
    /** The open of the next session that begins after the order's arrival. */
    NEXT_OPEN,
    /** The close of the session in which the order arrives, or of the next one. */
    CLOSE
  }

  /**
   * The costs and limits of trading.
   *
   * @param fill the auction that fills orders
   * @param slippageBps the basis points by which a buyer pays more and a seller receives less
   * @param participation the largest part of a session's volume that one auction fills; 0 for no
   *     limit
   */
  public record Trading(Fill fill, BigDecimal slippageBps, BigDecimal participation) {}

  private static final BigDecimal NO_PRICE = BigDecimal.ONE.negate();
  private static final BigDecimal BASIS_POINTS = BigDecimal.valueOf(10_000);
  private static final int PRICE_DECIMALS = 6;
  private static final int USUAL_SIZE = 100;

  /** The time after the close at which DAY orders end, so that the close itself fills them. */
  private static final Duration AFTER_CLOSE = Duration.ofMinutes(1);

  private final Map<Integer, BarPrices> byConId = new LinkedHashMap<>();
  private final Trading trading;

  /**
   * Makes a market.
   *
   * @param bars the bars of each instrument, the oldest first
   * @param splits the splits that the bars do not contain, by conId and the first day after each
   * @throws IllegalArgumentException if bars are not in the order of time
   */
  public BarMarket(
      Map<Instrument, ? extends Collection<PricedBar>> bars,
      Map<Integer, SortedMap<LocalDate, BigDecimal>> splits,
      Trading trading) {
    this.trading = trading;
    bars.forEach(
        (instrument, ofInstrument) ->
            byConId.put(
                instrument.conId(),
                new BarPrices(
                    instrument,
                    ofInstrument,
                    splits.getOrDefault(instrument.conId(), Collections.emptySortedMap()))));
  }

  /** The moments of a day at which orders are filled or sessions close, in the order of time. */
  public SortedSet<Instant> moments(LocalDate date) {
    SortedSet<Instant> moments = new TreeSet<>();
    for (BarPrices prices : byConId.values()) {
      int place = prices.on(date);
      if (place >= 0 && prices.bar(place).date().equals(date)) {
        if (trading.fill() == Fill.NEXT_OPEN) {
          moments.add(prices.open(place));
        }
        moments.add(prices.close(place));
      }
    }
    return moments;
  }

  private BarPrices of(Instrument instrument) {
    BarPrices prices = byConId.get(instrument.conId());
    return prices == null
        ? new BarPrices(instrument, List.of(), Collections.emptySortedMap())
        : prices;
  }

  @Override
  public Quote quote(Instrument instrument, Instant instant) {
    BarPrices prices = of(instrument);
    int begun = prices.begun(instant);
    if (begun < 0) {
      return quote(NO_PRICE, NO_PRICE, NO_PRICE, new PriceRange(NO_PRICE, NO_PRICE, NO_PRICE), 0);
    }
    BigDecimal last = prices.known(instant);
    PricedBar bar = prices.bar(begun);
    boolean isOver = prices.isOver(begun, instant);
    BigDecimal open = prices.scaled(bar.open(), begun, instant);
    PriceRange range =
        isOver
            ? new PriceRange(
                open,
                prices.scaled(bar.high(), begun, instant),
                prices.scaled(bar.low(), begun, instant))
            : new PriceRange(open, open, open);
    return quote(
        last,
        instrument.minTick(),
        previousClose(prices, instant),
        range,
        isOver ? bar.volume().longValue() : 0);
  }

  /** The close of the session before the day of a moment. */
  private static BigDecimal previousClose(BarPrices prices, Instant instant) {
    LocalDate today = instant.atZone(TradingDay.NEW_YORK).toLocalDate();
    int before = prices.on(today.minusDays(1));
    return before < 0 || !prices.isOver(before, instant)
        ? NO_PRICE
        : prices.scaled(prices.bar(before).close(), before, instant);
  }

  private static Quote quote(
      BigDecimal last, BigDecimal tick, BigDecimal close, PriceRange range, long volume) {
    boolean isKnown = last.compareTo(NO_PRICE) != 0;
    return new Quote(
        isKnown ? last.subtract(tick) : NO_PRICE,
        isKnown ? last.add(tick) : NO_PRICE,
        last,
        close,
        range,
        new Quote.Sizes(isKnown ? USUAL_SIZE : 0, isKnown ? USUAL_SIZE : 0, USUAL_SIZE),
        volume);
  }

  @Override
  public BigDecimal rate(String currency, Instant instant) {
    if (currency.equals(Instrument.DOLLAR)) {
      return BigDecimal.ONE;
    }
    for (BarPrices prices : byConId.values()) {
      Optional<BigDecimal> rate =
          Optional.ofNullable(prices.known(instant))
              .flatMap(known -> prices.instrument().rate(currency, known));
      if (rate.isPresent()) {
        return rate.get();
      }
    }
    throw new IllegalArgumentException(
        "no bars give the rate of %s at %s; add bars of %s.%s or %s.%s"
            .formatted(
                currency, instant, currency, Instrument.DOLLAR, Instrument.DOLLAR, currency));
  }

  /**
   * The last price that is known: the open of a session that is under way, or else the last close.
   *
   * @throws IllegalArgumentException if the instrument has no bar yet
   */
  @Override
  public BigDecimal mark(Instrument instrument, Instant instant) {
    BigDecimal known = of(instrument).known(instant);
    if (known == null) {
      throw new IllegalArgumentException(
          "%s has no bar at or before %s, so it has no price"
              .formatted(instrument.localSymbol(), instant));
    }
    return known;
  }

  /** The last known price with slippage: a buyer pays more, a seller receives less. */
  @Override
  public BigDecimal price(Instrument instrument, boolean buys, Instant instant) {
    BigDecimal price = mark(instrument, instant);
    if (trading.slippageBps().signum() == 0) {
      return price;
    }
    BigDecimal slippage = price.multiply(trading.slippageBps()).divide(BASIS_POINTS);
    BigDecimal paid = buys ? price.add(slippage) : price.subtract(slippage);
    return paid.scale() > PRICE_DECIMALS
        ? paid.setScale(PRICE_DECIMALS, RoundingMode.HALF_EVEN)
        : paid;
  }

  /** Prices change when a session opens, and when it closes. */
  @Override
  public Optional<Instant> reached(
      Instrument instrument, AwaitedPrice awaited, Instant after, Instant until) {
    BarPrices prices = of(instrument);
    for (int place = Math.max(0, prices.begun(after)); place < prices.size(); place++) {
      for (Instant change : List.of(prices.open(place), prices.close(place))) {
        if (change.isAfter(until)) {
          return Optional.empty();
        }
        if (change.isAfter(after)
            && awaited.isReachedBy(price(instrument, awaited.buys(), change))) {
          return Optional.of(change);
        }
      }
    }
    return Optional.empty();
  }

  @Override
  public Instant traded(Instrument instrument, Instant instant) {
    BarPrices prices = of(instrument);
    int begun = prices.begun(instant);
    if (begun < 0) {
      return instant;
    }
    return prices.isOver(begun, instant) ? prices.close(begun) : prices.open(begun);
  }

  @Override
  public boolean isAt(Instrument instrument, Instant moment) {
    BarPrices prices = of(instrument);
    int place = trading.fill() == Fill.CLOSE ? prices.ended(moment) : prices.begun(moment);
    return place >= 0 && auction(prices, place).equals(moment);
  }

  private Instant auction(BarPrices prices, int place) {
    return trading.fill() == Fill.CLOSE ? prices.close(place) : prices.open(place);
  }

  @Override
  public Optional<BigDecimal> volume(Instrument instrument, Instant moment) {
    if (trading.participation().signum() == 0) {
      return Optional.empty();
    }
    BarPrices prices = of(instrument);
    return Optional.of(
        prices
            .bar(prices.begun(moment))
            .volume()
            .multiply(trading.participation())
            .setScale(0, RoundingMode.FLOOR));
  }

  @Override
  public Instant endOfDay(Instrument instrument, Instant arrival) {
    BarPrices prices = of(instrument);
    int place = nextAuction(prices, arrival);
    return place < prices.size()
        ? prices.close(place).plus(AFTER_CLOSE)
        : arrival.plus(Duration.ofDays(1));
  }

  /** The place of the first bar whose auction is after a moment; the size if there is none. */
  private int nextAuction(BarPrices prices, Instant moment) {
    return 1 + (trading.fill() == Fill.CLOSE ? prices.ended(moment) : prices.begun(moment));
  }

  @Override
  public Instant next(Instrument instrument, Instant moment) {
    BarPrices prices = of(instrument);
    int place = nextAuction(prices, moment);
    return place < prices.size()
        ? auction(prices, place)
        : MarketCalendar.of(instrument).beginsAfter(moment, true).from();
  }

  @Override
  public BarSource bars(ZoneId zone) {
    return new PastBars();
  }

  /** The bars whose sessions are over. */
  private final class PastBars implements BarSource {
    @Override
    public List<Bar> bars(
        Instrument instrument,
        BarSpan span,
        Instant end,
        String show,
        boolean regularHours,
        int dateFormat) {
      if (span.barSeconds() != BarSpan.DAY) {
        throw new IllegalArgumentException(
            "the market is fed with bars of 1 day; bars of another size are not known");
      }
      BarPrices prices = of(instrument);
      Instant start = span.start(end);
      List<Bar> bars = new ArrayList<>();
      for (int place = prices.ended(end);
          place >= 0 && span.reaches(prices.bar(place).date(), start, bars.size());
          place--) {
        bars.add(message(prices, place, end));
      }
      Collections.reverse(bars);
      return bars;
    }

    @Override
    public Instant first(Instrument instrument, boolean regularHours) {
      BarPrices prices = of(instrument);
      if (prices.size() == 0) {
        throw new DateTimeException(instrument.localSymbol() + " has no bars");
      }
      return prices.open(0);
    }

    /** A bar in the shares of the end of the request, as the broker adjusts bars for splits. */
    private static Bar message(BarPrices prices, int place, Instant end) {
      PricedBar bar = prices.bar(place);
      BigDecimal open = prices.scaled(bar.open(), place, end);
      BigDecimal high = prices.scaled(bar.high(), place, end);
      BigDecimal low = prices.scaled(bar.low(), place, end);
      BigDecimal close = prices.scaled(bar.close(), place, end);
      BigDecimal average =
          open.add(close)
              .add(high)
              .add(low)
              .divide(BigDecimal.valueOf(4), PRICE_DECIMALS, RoundingMode.HALF_EVEN);
      return new Bar(
          bar.date().format(DateTimeFormatter.BASIC_ISO_DATE),
          open,
          high,
          low,
          close,
          bar.volume().multiply(prices.splitBetween(place, end)),
          average,
          1);
    }
  }
}
