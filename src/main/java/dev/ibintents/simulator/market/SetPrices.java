package dev.ibintents.simulator.market;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The prices of a market, some of which are set by hand. A set price holds until it is released.
 * Bars are those of the market, whatever is set. Any thread may call any method.
 */
public final class SetPrices implements PriceSource {
  /**
   * The prices of one instrument that are set.
   *
   * @param bid the price that a seller receives
   * @param ask the price that a buyer pays, above the bid
   * @param last the price of the latest trade
   */
  public record SetPrice(BigDecimal bid, BigDecimal ask, BigDecimal last) {
    /**
     * Completes the prices of an instrument. The ask is one step above the bid, and the last price
     * is the bid, unless they are given.
     *
     * @throws IllegalArgumentException if no price is given, if one is not on the instrument's
     *     steps, or if the bid is not below the ask
     */
    public static SetPrice of(
        Instrument instrument,
        Optional<BigDecimal> bid,
        Optional<BigDecimal> ask,
        Optional<BigDecimal> last) {
      BigDecimal step = instrument.minTick();
      BigDecimal lower =
          bid.or(() -> ask.map(price -> price.subtract(step)))
              .or(() -> last)
              .orElseThrow(
                  () -> new IllegalArgumentException("one of bid, ask and last must be given"));
      SetPrice price =
          new SetPrice(
              onStep("bid", lower, instrument),
              onStep("ask", ask.orElseGet(() -> lower.add(step)), instrument),
              onStep("last", last.orElse(lower), instrument));
      if (price.bid().compareTo(price.ask()) >= 0) {
        throw new IllegalArgumentException(
            "the bid %s must be below the ask %s"
                .formatted(price.bid().toPlainString(), price.ask().toPlainString()));
      }
      return price;
    }

    private static BigDecimal onStep(String name, BigDecimal price, Instrument instrument) {
      BigDecimal step = instrument.minTick();
      if (price.signum() <= 0) {
        throw new IllegalArgumentException(name + " must be above 0, not " + price.toPlainString());
      }
      if (price.remainder(step).signum() != 0) {
        throw new IllegalArgumentException(
            "%s is %s, and %s trades in steps of %s"
                .formatted(
                    name,
                    price.toPlainString(),
                    instrument.localSymbol(),
                    step.stripTrailingZeros().toPlainString()));
      }
      return price.setScale(Math.max(2, step.scale()), RoundingMode.UNNECESSARY);
    }

    private BigDecimal middle() {
      return bid.add(ask).divide(BigDecimal.valueOf(2));
    }
  }

  private final PriceSource market;
  private final Map<Instrument, SetPrice> set = new ConcurrentHashMap<>();

  /** Takes the prices of a market until others are set. */
  public SetPrices(PriceSource market) {
    this.market = market;
  }

  /** Sets the prices of an instrument. */
  public void set(Instrument instrument, SetPrice price) {
    set.put(instrument, price);
  }

  /** Releases the prices of an instrument; false if none are set. */
  public boolean release(Instrument instrument) {
    return set.remove(instrument) != null;
  }

  /** Releases the prices of all instruments. */
  public void releaseAll() {
    set.clear();
  }

  /** The prices that are set, sorted by the exchange's own name of the instrument. */
  public Map<String, SetPrice> all() {
    Map<String, SetPrice> all = new TreeMap<>();
    set.forEach((instrument, price) -> all.put(instrument.localSymbol(), price));
    return all;
  }

  @Override
  public Quote quote(Instrument instrument, Instant instant) {
    Quote quote = market.quote(instrument, instant);
    SetPrice price = set.get(instrument);
    if (price == null) {
      return quote;
    }
    PriceRange range = quote.range();
    return new Quote(
        price.bid(),
        price.ask(),
        quote.last() == null ? null : price.last(),
        quote.close(),
        new PriceRange(range.open(), range.high().max(price.last()), range.low().min(price.last())),
        quote.sizes(),
        quote.volume());
  }

  @Override
  public BigDecimal rate(String currency, Instant instant) {
    for (Map.Entry<Instrument, SetPrice> pair : set.entrySet()) {
      Optional<BigDecimal> rate = pair.getKey().rate(currency, pair.getValue().middle());
      if (rate.isPresent()) {
        return rate.get();
      }
    }
    return market.rate(currency, instant);
  }

  @Override
  public BigDecimal mark(Instrument instrument, Instant instant) {
    SetPrice price = set.get(instrument);
    if (price == null) {
      return market.mark(instrument, instant);
    }
    return instrument.kind() == Instrument.Kind.CASH ? price.middle() : price.last();
  }

  @Override
  public BigDecimal price(Instrument instrument, boolean buys, Instant instant) {
    SetPrice price = set.get(instrument);
    if (price == null) {
      return market.price(instrument, buys, instant);
    }
    return buys ? price.ask() : price.bid();
  }

  /** A set price holds already, so it is reached in the next second or never. */
  @Override
  public Optional<Instant> reached(
      Instrument instrument, AwaitedPrice awaited, Instant after, Instant until) {
    if (!set.containsKey(instrument)) {
      return market.reached(instrument, awaited, after, until);
    }
    return Optional.of(after.plusSeconds(1))
        .filter(next -> !next.isAfter(until))
        .filter(next -> awaited.isReachedBy(price(instrument, awaited.buys(), next)));
  }

  @Override
  public Instant traded(Instrument instrument, Instant instant) {
    return market.traded(instrument, instant);
  }

  @Override
  public BarSource bars(ZoneId zone) {
    return market.bars(zone);
  }
}
