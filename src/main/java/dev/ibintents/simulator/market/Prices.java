package dev.ibintents.simulator.market;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The prices of the simulated market.
 *
 * <p>A price depends only on the seed, the instrument and the second. Any instant can be asked for
 * in any order, and two runs agree.
 *
 * <p>Related prices agree with each other. A future follows its index with a small cost of carry.
 * An index fund follows its index. A pair is the quotient of the values of its two currencies in US
 * dollars, so EUR.CHF is EUR.USD × USD.CHF up to a tick.
 */
public final class Prices implements PriceSource {
  /**
   * A price source.
   *
   * @param base the price around which it moves
   * @param volatility the yearly volatility, such as 0.18
   */
  public record Level(double base, double volatility) {}

  /** A price that is a fixed part of a price source. */
  private record Derived(String source, double part) {}

  private static final String BILL_YIELD = "BILL";

  private static final Map<String, Level> LEVELS =
      Map.ofEntries(
          Map.entry("SPX", new Level(6900, 0.16)),
          Map.entry("NDX", new Level(25500, 0.20)),
          Map.entry("RUT", new Level(2470, 0.22)),
          Map.entry("DJX", new Level(476, 0.15)),
          Map.entry("AAPL", new Level(272, 0.26)),
          Map.entry("MSFT", new Level(486, 0.24)),
          Map.entry("NVDA", new Level(186, 0.40)),
          Map.entry("AMZN", new Level(228, 0.30)),
          Map.entry("TSLA", new Level(430, 0.50)),
          Map.entry("SIE", new Level(225, 0.25)),
          Map.entry("BRK B", new Level(492, 0.17)),
          Map.entry("VOD", new Level(94.6, 0.22)),
          Map.entry("7203", new Level(3050, 0.26)),
          Map.entry("2330", new Level(1405, 0.30)),
          Map.entry(BILL_YIELD, new Level(0.0375, 0.10)),
          Map.entry("GLD", new Level(382, 0.17)),
          Map.entry("IEF", new Level(96.5, 0.06)),
          Map.entry("TLT", new Level(89, 0.13)),
          Map.entry("VIXY", new Level(31, 0.55)),
          Map.entry("EUR", new Level(1.158, 0.07)),
          Map.entry("GBP", new Level(1.315, 0.08)),
          Map.entry("AUD", new Level(0.652, 0.10)),
          Map.entry("NZD", new Level(0.571, 0.10)),
          Map.entry("CHF", new Level(1.241, 0.07)),
          Map.entry("JPY", new Level(0.00645, 0.09)),
          Map.entry("CAD", new Level(0.713, 0.06)),
          Map.entry("TWD", new Level(0.0318, 0.05)),
          Map.entry("SEK", new Level(0.105, 0.10)),
          Map.entry("NOK", new Level(0.098, 0.11)));

  private static final Map<String, Derived> DERIVED =
      Map.ofEntries(
          Map.entry("SPY", new Derived("SPX", 0.0998)),
          Map.entry("QQQ", new Derived("NDX", 0.02442)),
          Map.entry("IWM", new Derived("RUT", 0.0994)),
          Map.entry("DIA", new Derived("DJX", 0.9985)),
          Map.entry("MES", new Derived("SPX", 1)),
          Map.entry("ES", new Derived("SPX", 1)),
          Map.entry("MNQ", new Derived("NDX", 1)),
          Map.entry("NQ", new Derived("NDX", 1)));

  /** The repayment of a bill, in percent of its face value. */
  private static final double PAR = 100;

  /** The yearly cost of holding a future to its expiry: interest less dividends. */
  private static final double CARRY = 0.03;

  private static final double SECONDS_OF_A_YEAR = 365.25 * 86400;
  private static final int RATE_DECIMALS = 7;
  static final int SAMPLES_OF_A_SESSION = 24;

  /** More ticks than any price has. */
  private static final BigDecimal BEYOND_ALL_PRICES = BigDecimal.valueOf(Long.MAX_VALUE);

  private final RandomSeries random;
  private final Map<String, Level> further;
  private final Map<Instrument, KeptBars> kept = new ConcurrentHashMap<>();

  /**
   * Makes the prices of one world.
   *
   * @param seed chooses the world; the same seed gives the same prices
   */
  public Prices(long seed) {
    this(seed, Map.of());
  }

  /**
   * Makes the prices of one world, with further instruments.
   *
   * @param seed chooses the world; the same seed gives the same prices
   * @param further the price sources of symbols and currencies; they replace those of the table
   */
  public Prices(long seed, Map<String, Level> further) {
    random = new RandomSeries(seed);
    this.further = Map.copyOf(further);
  }

  /** Whether the table has a price source for a symbol or a currency. */
  public static boolean isKnown(String name) {
    return LEVELS.containsKey(name) || DERIVED.containsKey(name);
  }

  /** The quote of an instrument at the full second of an instant. */
  @Override
  public Quote quote(Instrument instrument, Instant instant) {
    Instant at = bounded(instrument, instant);
    long second = at.getEpochSecond();
    String key = instrument.localSymbol();
    BigDecimal bid = bid(instrument, at);
    BigDecimal ask = bid.add(instrument.minTick());
    boolean traded = instrument.kind() != Instrument.Kind.CASH;
    long lot = traded ? 1 : 100_000;
    TradingDay day = TradingDay.of(instrument.kind(), at);
    PriceRange range = range(instrument, day, at);
    return new Quote(
        bid,
        ask,
        traded ? last(instrument, at) : null,
        close(instrument, day.previousClose()),
        range,
        new Quote.Sizes(
            lot * (1 + random.pick(key + "/bidSize", second, 40)),
            lot * (1 + random.pick(key + "/askSize", second, 40)),
            traded ? 1 + random.pick(key + "/lastSize", second, 9) : 0),
        traded ? volume(day, at) : -1);
  }

  /**
   * The value of one unit of a currency in US dollars, to seven decimals.
   *
   * @throws IllegalArgumentException if this market has no rate for the currency
   */
  @Override
  public BigDecimal rate(String currency, Instant instant) {
    if (currency.equals("USD")) {
      return BigDecimal.ONE;
    }
    return BigDecimal.valueOf(dollars(currency, instant.getEpochSecond(), this::deviation))
        .setScale(RATE_DECIMALS, RoundingMode.HALF_EVEN);
  }

  /**
   * The price at which a position is valued. It equals {@link Quote#mark()}, but needs no whole
   * quote.
   */
  @Override
  public BigDecimal mark(Instrument instrument, Instant instant) {
    Instant at = bounded(instrument, instant);
    if (instrument.kind() != Instrument.Kind.CASH) {
      return last(instrument, at);
    }
    BigDecimal bid = bid(instrument, at);
    return bid.add(instrument.minTick().divide(BigDecimal.valueOf(2)));
  }

  /**
   * The price at the end of a session: the latest trade. For a pair it is the middle, rounded down
   * to its tick.
   */
  public BigDecimal close(Instrument instrument, Instant instant) {
    Instant at = bounded(instrument, instant);
    return instrument.kind() == Instrument.Kind.CASH ? bid(instrument, at) : last(instrument, at);
  }

  /**
   * The instant, or the settlement if that is earlier. An expired instrument keeps its last price.
   */
  private static Instant bounded(Instrument instrument, Instant instant) {
    if (instrument.expiry() == null) {
      return instant;
    }
    Instant end = instrument.settlement();
    return instant.isAfter(end) ? end : instant;
  }

  /** The ask for a buyer, the bid for a seller. */
  @Override
  public BigDecimal price(Instrument instrument, boolean buys, Instant instant) {
    BigDecimal bid = bid(instrument, instant);
    return buys ? bid.add(instrument.minTick()) : bid;
  }

  @Override
  public Optional<Instant> reached(
      Instrument instrument, AwaitedPrice awaited, Instant after, Instant until) {
    BigDecimal ticks =
        awaited
            .price()
            .divide(
                instrument.minTick(),
                0,
                awaited.atMost() ? RoundingMode.FLOOR : RoundingMode.CEILING);
    return path(instrument)
        .reached(
            ticks.min(BEYOND_ALL_PRICES).longValueExact() - (awaited.buys() ? 1 : 0),
            awaited.atMost(),
            after.getEpochSecond(),
            until.getEpochSecond())
        .map(Instant::ofEpochSecond);
  }

  /** This market trades in every second. */
  @Override
  public Instant traded(Instrument instrument, Instant instant) {
    return instant;
  }

  @Override
  public BarSource bars(ZoneId zone) {
    return new History(this, zone);
  }

  /**
   * The daily bars of regular hours from one day to another, both inclusive. Open and close are
   * those of {@link History}. High and low are the extremes of some samples of the session.
   */
  public List<PricedBar> daily(Instrument instrument, LocalDate from, LocalDate to) {
    PricePath path = path(instrument);
    MarketCalendar calendar = MarketCalendar.of(instrument);
    return from.datesUntil(to.plusDays(1))
        .filter(calendar::isOpen)
        .map(date -> path.daily(calendar.on(date, true)))
        .toList();
  }

  /** The best price that a buyer offers. */
  public BigDecimal bid(Instrument instrument, Instant instant) {
    BigDecimal tick = instrument.minTick();
    BigDecimal value = BigDecimal.valueOf(value(instrument, instant.getEpochSecond()));
    BigDecimal ticks = value.divide(tick, 0, RoundingMode.FLOOR).max(BigDecimal.ONE);
    return ticks.multiply(tick).setScale(Math.max(2, tick.scale()), RoundingMode.UNNECESSARY);
  }

  private BigDecimal last(Instrument instrument, Instant instant) {
    BigDecimal bid = bid(instrument, instant);
    boolean bought = random.pick(side(instrument), instant.getEpochSecond(), 2) == 1;
    return bought ? bid.add(instrument.minTick()) : bid;
  }

  /** The prices of an instrument, for callers that read many moments. */
  PricePath path(Instrument instrument) {
    Map<String, RandomSeries.Curve> curves = new HashMap<>();
    Levels levels =
        (name, second) ->
            curves.computeIfAbsent(name, key -> random.curve(key, volatility(key))).at(second);
    long settlement = settlement(instrument);
    return new PricePath(
        instrument,
        settlement,
        second -> value(instrument, settlement, second, levels),
        random.picks(side(instrument)),
        random.picks(instrument.localSymbol() + "/minute"),
        steepest(instrument));
  }

  /** The largest change of the logarithm of a price in a second; infinite if it has no bound. */
  private double steepest(Instrument instrument) {
    return switch (instrument.kind()) {
      case STK, FUT ->
          RandomSeries.steepest(volatility(derived(instrument.symbol()).source()))
              + CARRY / SECONDS_OF_A_YEAR;
      case CASH -> steepest(instrument.symbol()) + steepest(instrument.currency());
      case OPT, BILL -> Double.POSITIVE_INFINITY;
    };
  }

  private double steepest(String currency) {
    return currency.equals("USD") ? 0 : RandomSeries.steepest(volatility(currency));
  }

  /** The bars of an instrument that were made before. */
  KeptBars kept(Instrument instrument) {
    return kept.computeIfAbsent(instrument, key -> new KeptBars());
  }

  /** Gives the deviation of a price source at a second. */
  private interface Levels {
    double deviation(String name, long second);
  }

  private static String side(Instrument instrument) {
    return instrument.localSymbol() + "/side";
  }

  private double value(Instrument instrument, long second) {
    return value(instrument, settlement(instrument), second, this::deviation);
  }

  /** The settlement of an instrument in epoch seconds. Most instruments never settle. */
  private static long settlement(Instrument instrument) {
    return instrument.expiry() == null ? Long.MAX_VALUE : instrument.settlement().getEpochSecond();
  }

  private double deviation(String name, long second) {
    return random.at(name, volatility(name), second);
  }

  private double value(Instrument instrument, long settlement, long second, Levels levels) {
    if (instrument.kind() == Instrument.Kind.CASH) {
      return dollars(instrument.symbol(), second, levels)
          / dollars(instrument.currency(), second, levels);
    }
    String name = instrument.kind() == Instrument.Kind.BILL ? BILL_YIELD : instrument.symbol();
    Derived derived = derived(name);
    double spot = derived.part() * level(derived.source(), second, levels);
    double years = (settlement - second) / SECONDS_OF_A_YEAR;
    return switch (instrument.kind()) {
      case STK, CASH -> spot;
      case FUT -> spot * StrictMath.exp(CARRY * years);
      case BILL -> PAR * StrictMath.exp(-level(BILL_YIELD, second, levels) * years);
      case OPT ->
          OptionPrice.of(
              spot,
              instrument.terms().strike().doubleValue(),
              instrument.terms().right().equals("C"),
              volatility(derived.source()),
              years);
    };
  }

  private Derived derived(String name) {
    Derived itself = new Derived(name, 1);
    return further.containsKey(name) ? itself : DERIVED.getOrDefault(name, itself);
  }

  private double dollars(String currency, long second, Levels levels) {
    return currency.equals("USD") ? 1 : level(currency, second, levels);
  }

  private double level(String name, long second, Levels levels) {
    return base(name).base() * StrictMath.exp(levels.deviation(name, second));
  }

  private double volatility(String name) {
    return base(name).volatility();
  }

  private Level base(String name) {
    Level level = further.getOrDefault(name, LEVELS.get(name));
    if (level == null) {
      throw new IllegalArgumentException("the simulated market has no price for " + name);
    }
    return level;
  }

  /** The price range of the session, from its first moment up to {@code at}. */
  private PriceRange range(Instrument instrument, TradingDay day, Instant at) {
    Instant from = day.opens().isBefore(at) ? day.opens() : at;
    long step = Math.max(1, Duration.between(from, at).toSeconds() / SAMPLES_OF_A_SESSION);
    BigDecimal open = close(instrument, from);
    BigDecimal now = close(instrument, at);
    BigDecimal high = open.max(now);
    BigDecimal low = open.min(now);
    for (Instant time = from.plusSeconds(step); time.isBefore(at); time = time.plusSeconds(step)) {
      BigDecimal price = close(instrument, time);
      high = high.max(price);
      low = low.min(price);
    }
    return new PriceRange(open, high, low);
  }

  private static long volume(TradingDay day, Instant at) {
    return Math.max(0, Duration.between(day.opens(), at).toSeconds()) * 12;
  }
}
