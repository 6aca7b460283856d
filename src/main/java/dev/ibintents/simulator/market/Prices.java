package dev.ibintents.simulator.market;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * The market's prices: a pure function of the seed, the instrument and the second, so that any
 * instant can be asked for in any order and two runs agree.
 *
 * <p>What belongs together stays together: a future follows its index with a small cost of carry,
 * an index fund follows its index, and every pair is the quotient of its two currencies' values in
 * US dollars, so that EUR.CHF is EUR.USD × USD.CHF up to a tick.
 */
public final class Prices {
  /** A price source: where it starts from and how much it moves in a year. */
  private record Level(double base, double volatility) {}

  /** The part of one source that another price is. */
  private record Share(String of, double part) {}

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

  private static final Map<String, Share> SHARES =
      Map.ofEntries(
          Map.entry("SPY", new Share("SPX", 0.0998)),
          Map.entry("QQQ", new Share("NDX", 0.02442)),
          Map.entry("IWM", new Share("RUT", 0.0994)),
          Map.entry("DIA", new Share("DJX", 0.9985)),
          Map.entry("MES", new Share("SPX", 1)),
          Map.entry("ES", new Share("SPX", 1)),
          Map.entry("MNQ", new Share("NDX", 1)),
          Map.entry("NQ", new Share("NDX", 1)));

  /** What a bill is repaid at, in percent of its face value. */
  private static final double PAR = 100;

  /** What holding a future to its expiry costs in a year: interest less dividends. */
  private static final double CARRY = 0.03;

  private static final double SECONDS_OF_A_YEAR = 365.25 * 86400;
  private static final int RATE_DECIMALS = 7;
  private static final int SAMPLES_OF_A_SESSION = 24;

  private final Noise noise;

  /**
   * @param seed chooses the world; the same one gives the same prices
   */
  public Prices(long seed) {
    noise = new Noise(seed);
  }

  /** Everything that the market shows at an instant, taken at its full second. */
  public Quote quote(Instrument instrument, Instant instant) {
    Instant at = bounded(instrument, instant);
    long second = at.getEpochSecond();
    String key = instrument.localSymbol();
    BigDecimal bid = bid(instrument, at);
    BigDecimal ask = bid.add(instrument.minTick());
    boolean traded = instrument.kind() != Instrument.Kind.CASH;
    long lot = traded ? 1 : 100_000;
    TradingDay day = TradingDay.of(instrument.kind(), at);
    BigDecimal[] range = range(instrument, day, at);
    return new Quote(
        bid,
        ask,
        traded ? last(instrument, at) : null,
        close(instrument, day.previousClose()),
        range[0],
        range[1],
        range[2],
        lot * (1 + noise.pick(key + "/bidSize", second, 40)),
        lot * (1 + noise.pick(key + "/askSize", second, 40)),
        traded ? 1 + noise.pick(key + "/lastSize", second, 9) : 0,
        traded ? volume(day, at) : -1);
  }

  /**
   * How many US dollars one unit of a currency is worth, to seven decimals.
   *
   * @throws IllegalArgumentException if this market has no rate for it
   */
  public BigDecimal rate(String currency, Instant instant) {
    if (currency.equals("USD")) {
      return BigDecimal.ONE;
    }
    return BigDecimal.valueOf(dollars(currency, instant.getEpochSecond(), this::deviation))
        .setScale(RATE_DECIMALS, RoundingMode.HALF_EVEN);
  }

  /** What a position is valued at: {@link Quote#mark()}, without the work for the rest. */
  public BigDecimal mark(Instrument instrument, Instant instant) {
    Instant at = bounded(instrument, instant);
    if (instrument.kind() != Instrument.Kind.CASH) {
      return last(instrument, at);
    }
    BigDecimal bid = bid(instrument, at);
    return bid.add(instrument.minTick().divide(BigDecimal.valueOf(2)));
  }

  /** The price that a session ended with: the latest trade, or a pair's middle on its tick. */
  public BigDecimal close(Instrument instrument, Instant instant) {
    Instant at = bounded(instrument, instant);
    return instrument.kind() == Instrument.Kind.CASH ? bid(instrument, at) : last(instrument, at);
  }

  /** What has expired stays where its last trading day left it. */
  private static Instant bounded(Instrument instrument, Instant instant) {
    if (instrument.expiry() == null) {
      return instant;
    }
    Instant end = instrument.settlement();
    return instant.isAfter(end) ? end : instant;
  }

  public BigDecimal bid(Instrument instrument, Instant instant) {
    BigDecimal tick = instrument.minTick();
    BigDecimal value = BigDecimal.valueOf(value(instrument, instant.getEpochSecond()));
    BigDecimal ticks = value.divide(tick, 0, RoundingMode.FLOOR).max(BigDecimal.ONE);
    return ticks.multiply(tick).setScale(Math.max(2, tick.scale()), RoundingMode.UNNECESSARY);
  }

  private BigDecimal last(Instrument instrument, Instant instant) {
    BigDecimal bid = bid(instrument, instant);
    boolean bought = noise.pick(side(instrument), instant.getEpochSecond(), 2) == 1;
    return bought ? bid.add(instrument.minTick()) : bid;
  }

  /** The prices of an instrument, for whoever asks for many moments. */
  PricePath path(Instrument instrument) {
    Map<String, Noise.Curve> curves = new HashMap<>();
    Levels levels =
        (name, second) ->
            curves.computeIfAbsent(name, key -> noise.curve(key, volatility(key))).at(second);
    long settlement = settlement(instrument);
    return new PricePath(
        instrument,
        settlement,
        second -> value(instrument, settlement, second, levels),
        noise.picks(side(instrument)),
        noise.picks(instrument.localSymbol() + "/minute"));
  }

  /** Where the curve of a price source is at a second. */
  private interface Levels {
    double deviation(String name, long second);
  }

  private static String side(Instrument instrument) {
    return instrument.localSymbol() + "/side";
  }

  private double value(Instrument instrument, long second) {
    return value(instrument, settlement(instrument), second, this::deviation);
  }

  /** When an instrument settles, in epoch seconds; most never do. */
  private static long settlement(Instrument instrument) {
    return instrument.expiry() == null ? Long.MAX_VALUE : instrument.settlement().getEpochSecond();
  }

  private double deviation(String name, long second) {
    return noise.at(name, volatility(name), second);
  }

  private static double value(Instrument instrument, long settlement, long second, Levels levels) {
    if (instrument.kind() == Instrument.Kind.CASH) {
      return dollars(instrument.symbol(), second, levels)
          / dollars(instrument.currency(), second, levels);
    }
    String name = instrument.kind() == Instrument.Kind.BILL ? BILL_YIELD : instrument.symbol();
    Share share = SHARES.getOrDefault(name, new Share(name, 1));
    double spot = share.part() * level(share.of(), second, levels);
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
              volatility(share.of()),
              years);
    };
  }

  private static double dollars(String currency, long second, Levels levels) {
    return currency.equals("USD") ? 1 : level(currency, second, levels);
  }

  private static double level(String name, long second, Levels levels) {
    return base(name).base() * StrictMath.exp(levels.deviation(name, second));
  }

  private static double volatility(String name) {
    return base(name).volatility();
  }

  private static Level base(String name) {
    Level level = LEVELS.get(name);
    if (level == null) {
      throw new IllegalArgumentException("the simulated market has no price for " + name);
    }
    return level;
  }

  /** Open, high and low of the session, from its first moment up to {@code at}. */
  private BigDecimal[] range(Instrument instrument, TradingDay day, Instant at) {
    Instant from = day.opens().isBefore(at) ? day.opens() : at;
    long step = Math.max(1, Duration.between(from, at).toSeconds() / SAMPLES_OF_A_SESSION);
    BigDecimal open = close(instrument, from);
    BigDecimal now = close(instrument, at);
    BigDecimal high = open.max(now);
    BigDecimal low = open.min(now);
    for (Instant t = from.plusSeconds(step); t.isBefore(at); t = t.plusSeconds(step)) {
      BigDecimal price = close(instrument, t);
      high = high.max(price);
      low = low.min(price);
    }
    return new BigDecimal[] {open, high, low};
  }

  private static long volume(TradingDay day, Instant at) {
    return Math.max(0, Duration.between(day.opens(), at).toSeconds()) * 12;
  }
}
