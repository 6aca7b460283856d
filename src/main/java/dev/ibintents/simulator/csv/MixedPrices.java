package dev.ibintents.simulator.csv;

import dev.ibintents.ibapi.message.Bar;
import dev.ibintents.simulator.market.BarMarket;
import dev.ibintents.simulator.market.BarSpan;
import dev.ibintents.simulator.market.Instrument;
import dev.ibintents.simulator.market.PriceSource;
import dev.ibintents.simulator.market.PricedBar;
import dev.ibintents.simulator.market.Quote;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The prices of a market of which some instruments have bars of a user, and all others other
 * prices.
 *
 * <p>An instrument with bars has the open of a bar while its session is under way, and its close
 * from then on. Before its first bar it has the open of that bar.
 */
public final class MixedPrices implements PriceSource {
  private final BarMarket bars;
  private final PriceSource others;
  private final Map<Integer, Instant> begins = new HashMap<>();
  private final Map<String, Instant> rateBegins = new HashMap<>();

  /**
   * Mixes the prices.
   *
   * @param bars the bars of instruments, the oldest first, at least one each
   * @param others the prices of all other instruments
   */
  public MixedPrices(Map<Instrument, ? extends Collection<PricedBar>> bars, PriceSource others) {
    this.bars =
        new BarMarket(
            bars,
            Map.of(),
            new BarMarket.Trading(BarMarket.Fill.NEXT_OPEN, BigDecimal.ZERO, BigDecimal.ZERO));
    this.others = others;
    for (Instrument instrument : bars.keySet()) {
      Instant begin = this.bars.bars(ZoneId.of("UTC")).first(instrument, true);
      begins.put(instrument.conId(), begin);
      instrument.againstDollar().ifPresent(currency -> rateBegins.put(currency, begin));
    }
  }

  private boolean hasBars(Instrument instrument) {
    return begins.containsKey(instrument.conId());
  }

  private PriceSource of(Instrument instrument) {
    return hasBars(instrument) ? bars : others;
  }

  /** A moment, or the beginning of the bars if that is later. */
  private Instant known(Instrument instrument, Instant moment) {
    return later(moment, begins.getOrDefault(instrument.conId(), moment));
  }

  private static Instant later(Instant first, Instant second) {
    return first.isAfter(second) ? first : second;
  }

  @Override
  public Quote quote(Instrument instrument, Instant instant) {
    return of(instrument).quote(instrument, known(instrument, instant));
  }

  @Override
  public BigDecimal rate(String currency, Instant instant) {
    Instant begin = rateBegins.get(currency);
    return begin == null
        ? others.rate(currency, instant)
        : bars.rate(currency, later(instant, begin));
  }

  @Override
  public BigDecimal mark(Instrument instrument, Instant instant) {
    return of(instrument).mark(instrument, known(instrument, instant));
  }

  @Override
  public BigDecimal price(Instrument instrument, boolean buys, Instant instant) {
    return of(instrument).price(instrument, buys, known(instrument, instant));
  }

  @Override
  public Optional<Instant> reached(
      Instrument instrument, AwaitedPrice awaited, Instant after, Instant until) {
    return of(instrument).reached(instrument, awaited, after, until);
  }

  @Override
  public Instant traded(Instrument instrument, Instant instant) {
    return of(instrument).traded(instrument, instant);
  }

  @Override
  public BarSource bars(ZoneId zone) {
    BarSource ofBars = bars.bars(zone);
    BarSource ofOthers = others.bars(zone);
    return new BarSource() {
      @Override
      public List<Bar> bars(
          Instrument instrument,
          BarSpan span,
          Instant end,
          String show,
          boolean regularHours,
          int dateFormat) {
        return (hasBars(instrument) ? ofBars : ofOthers)
            .bars(instrument, span, end, show, regularHours, dateFormat);
      }

      @Override
      public Instant first(Instrument instrument, boolean regularHours) {
        return (hasBars(instrument) ? ofBars : ofOthers).first(instrument, regularHours);
      }
    };
  }
}
