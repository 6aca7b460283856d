package dev.ibintents.backtest;

import dev.ibintents.ibapi.BarSize;
import dev.ibintents.ibapi.HistoricalBar;
import dev.ibintents.marketdata.Bars;
import dev.ibintents.marketdata.SeriesContract;
import dev.ibintents.marketdata.SeriesIndex;
import dev.ibintents.simulator.market.Catalogue;
import dev.ibintents.simulator.market.Instrument;
import dev.ibintents.simulator.market.PricedBar;
import dev.ibintents.simulator.market.Universe;
import dev.ibintents.store.DocumentStore;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads the daily bars of regular hours that collect-market-data has stored. */
final class CollectedBars {
  private static final String SHARE = "STK";
  private static final String DOLLAR = "USD";

  private CollectedBars() {}

  /**
   * Reads one series for each instrument. If there are several, the first kind of data by name is
   * used, such as ADJUSTED_LAST before TRADES.
   *
   * @throws BacktestException if the store has no daily bars
   */
  static BarData.Loaded load(DocumentStore store, LocalDate to) {
    Bars bars = new Bars(store);
    Map<Integer, SeriesIndex> chosen = new TreeMap<>();
    bars.all().stream()
        .filter(index -> index.series().barSize() == BarSize.DAY && index.series().useRth())
        .filter(index -> index.last().isPresent())
        .sorted((one, other) -> one.series().toString().compareTo(other.series().toString()))
        .forEach(index -> chosen.putIfAbsent(index.series().conId(), index));
    if (chosen.isEmpty()) {
      throw new BacktestException(
          "the store has no daily bars; collect-market-data collects them, or name a folder of CSV"
              + " files");
    }
    Map<Instrument, List<PricedBar>> loaded = new LinkedHashMap<>();
    List<Instrument> shares = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    for (SeriesIndex index : chosen.values()) {
      Optional<Instrument> known = Catalogue.byConId(index.series().conId());
      Optional<Instrument> instrument = known.or(() -> share(index.contract(), shares));
      instrument.ifPresentOrElse(
          found -> loaded.put(found, read(bars, index, to)),
          () -> notes.add(index.series() + " is left out: only shares in US dollars are known"));
    }
    return new BarData.Loaded(loaded, shares, notes);
  }

  private static Optional<Instrument> share(SeriesContract contract, List<Instrument> shares) {
    if (!contract.secType().equals(SHARE) || !contract.currency().equals(DOLLAR)) {
      return Optional.empty();
    }
    Instrument share = Universe.share(contract.conId(), contract.symbol());
    shares.add(share);
    return Optional.of(share);
  }

  private static List<PricedBar> read(Bars bars, SeriesIndex index, LocalDate to) {
    return bars.range(index, Optional.empty(), Optional.of(index.lastOn(to)))
        .map(CollectedBars::priced)
        .toList();
  }

  private static PricedBar priced(HistoricalBar bar) {
    return new PricedBar(
        bar.date().orElseThrow(),
        bar.open(),
        bar.high(),
        bar.low(),
        bar.close(),
        bar.volume().orElse(BigDecimal.ZERO));
  }
}
