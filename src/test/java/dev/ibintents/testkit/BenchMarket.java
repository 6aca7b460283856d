package dev.ibintents.testkit;

import dev.ibintents.backtest.BarData;
import dev.ibintents.gateway.ResolvedContract;
import dev.ibintents.ibapi.BarSize;
import dev.ibintents.ibapi.HistoricalBar;
import dev.ibintents.ibapi.WhatToShow;
import dev.ibintents.simulator.market.BarMarket;
import dev.ibintents.simulator.market.Instrument;
import dev.ibintents.simulator.market.PricedBar;
import dev.ibintents.simulator.market.Universe;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The instruments of a bench, with their bars. */
final class BenchMarket {
  private final Map<Instrument, List<PricedBar>> bars = new LinkedHashMap<>();
  private final List<Instrument> shares = new ArrayList<>();
  private final Map<StoredSeries, List<HistoricalBar>> stored;
  private final BarMarket prices;

  /**
   * A series that a strategy finds in the store.
   *
   * @param symbol the local symbol of the instrument
   */
  record StoredSeries(String symbol, BarSize size, WhatToShow show) {}

  /**
   * @param data the daily bars; later ones replace earlier ones of the same instrument
   * @param stored the bars that a strategy finds in the store
   */
  BenchMarket(List<BarData.Loaded> data, Map<StoredSeries, List<HistoricalBar>> stored) {
    for (BarData.Loaded loaded : data) {
      bars.putAll(loaded.bars());
      shares.addAll(loaded.shares());
    }
    this.stored = stored;
    this.prices =
        new BarMarket(
            bars,
            Map.of(),
            new BarMarket.Trading(BarMarket.Fill.NEXT_OPEN, BigDecimal.ZERO, BigDecimal.ZERO));
  }

  /** Returns the shares that the simulated gateway does not know. */
  List<Instrument> shares() {
    return shares;
  }

  /** Returns the prices. */
  BarMarket prices() {
    return prices;
  }

  /**
   * Returns the number of the instrument with a local symbol.
   *
   * @param day a day on which it trades, if it is a future
   * @throws IllegalStateException if the simulated gateway does not know it, and it has no bars
   */
  int conId(String symbol, LocalDate day) {
    return bars.keySet().stream()
        .filter(instrument -> instrument.localSymbol().equals(symbol))
        .findFirst()
        .or(() -> Universe.known(symbol))
        .or(() -> Universe.future(symbol, day))
        .map(Instrument::conId)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "the simulated gateway does not know %s: add .bars(\"%s\", …), or correct the symbol"
                        .formatted(symbol, symbol)));
  }

  /** Returns the daily bars of a contract; empty if none were given. */
  Optional<List<PricedBar>> daily(int conId) {
    return bars.entrySet().stream()
        .filter(entry -> entry.getKey().conId() == conId)
        .map(Map.Entry::getValue)
        .findFirst();
  }

  /** Returns the stored bars of a series; empty if none were given. */
  Optional<List<HistoricalBar>> stored(StoredSeries series) {
    return Optional.ofNullable(stored.get(series));
  }

  /**
   * Returns the last price of a contract that is known at a moment.
   *
   * @throws MissingBarsException if it has no bars up to then
   */
  BigDecimal price(ResolvedContract contract, Instant moment) {
    return bars.keySet().stream()
        .filter(instrument -> instrument.conId() == contract.conId())
        .filter(instrument -> prices.traded(instrument, moment).isBefore(moment))
        .findFirst()
        .map(instrument -> prices.mark(instrument, moment))
        .orElseThrow(
            () ->
                new MissingBarsException(
                    "the strategy asks for the value of %s, and the bench has no bars before %s: add .bars(\"%s\", …)"
                        .formatted(contract, moment, contract.localSymbol())));
  }
}
