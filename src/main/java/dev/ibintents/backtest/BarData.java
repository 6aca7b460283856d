package dev.ibintents.backtest;

import dev.ibintents.simulator.csv.CsvBars;
import dev.ibintents.simulator.market.Instrument;
import dev.ibintents.simulator.market.PricedBar;
import dev.ibintents.store.DocumentStore;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The daily bars of a backtest. */
@FunctionalInterface
public interface BarData {
  /**
   * Loaded bars.
   *
   * @param bars the bars of each instrument, the oldest first
   * @param shares the instruments among them that the simulated broker does not know
   * @param notes remarks about the data for people, such as that closes are adjusted
   * @param actions the dividends and splits that the prices do not contain, the earliest first
   */
  record Loaded(
      Map<Instrument, List<PricedBar>> bars,
      List<Instrument> shares,
      List<String> notes,
      List<CorporateAction> actions) {
    /** Bars whose prices contain all dividends and splits. */
    Loaded(Map<Instrument, List<PricedBar>> bars, List<Instrument> shares, List<String> notes) {
      this(bars, shares, notes, List.of());
    }

    /** The days on which at least one instrument has a bar. */
    public SortedSet<LocalDate> sessions() {
      SortedSet<LocalDate> sessions = new TreeSet<>();
      bars.values().forEach(list -> list.forEach(bar -> sessions.add(bar.date())));
      return sessions;
    }

    /**
     * The sessions of a backtest.
     *
     * @param from the first day; empty for the first one on which every symbol has had a bar. Of a
     *     series of futures the earliest counts
     * @throws BacktestException if there is none
     */
    public SortedSet<LocalDate> sessions(Optional<LocalDate> from) {
      Optional<LocalDate> first = from.or(this::begin);
      SortedSet<LocalDate> all = sessions();
      SortedSet<LocalDate> chosen = first.map(all::tailSet).orElse(new TreeSet<>());
      if (chosen.isEmpty()) {
        throw new BacktestException(
            all.isEmpty()
                ? "there are no bars in the time of the backtest"
                : "there are no bars from %s on; the bars reach from %s to %s"
                    .formatted(
                        first.map(LocalDate::toString).orElse("the beginning"),
                        all.first(),
                        all.last()));
      }
      return new TreeSet<>(chosen);
    }

    private Optional<LocalDate> begin() {
      SortedMap<String, LocalDate> begins = new TreeMap<>();
      for (Map.Entry<Instrument, List<PricedBar>> entry : bars.entrySet()) {
        if (entry.getValue().isEmpty()) {
          return Optional.empty();
        }
        begins.merge(
            entry.getKey().symbol(),
            entry.getValue().get(0).date(),
            (day, other) -> day.isBefore(other) ? day : other);
      }
      return begins.values().stream().max(LocalDate::compareTo);
    }
  }

  /**
   * Loads the bars.
   *
   * @param to the last day; no later bar is returned
   * @throws BacktestException if the data cannot be used
   */
  Loaded load(LocalDate to);

  /**
   * The bars of CSV files in a folder, one {@code SYMBOL.csv} for each instrument. A file has a
   * line with the names of its columns: date, open, high, low, close, perhaps adjusted close,
   * volume, dividends and stock splits, in any order. A file of a future has its local symbol, such
   * as {@code MNQZ4.csv}.
   */
  static BarData folder(Path folder) {
    return to -> BarsInMemory.load(() -> CsvBars.folder(folder), to);
  }

  /** The bars of one CSV file {@code SYMBOL.csv}, which has the form of those in a folder. */
  static BarData file(Path file) {
    return to -> BarsInMemory.load(() -> List.of(CsvBars.file(file)), to);
  }

  /** The daily bars in a store, as collect-market-data has collected them. */
  static BarData store(DocumentStore store) {
    return to -> CollectedBars.load(store, to);
  }

  /**
   * The simulated gateway's own prices.
   *
   * @param seed chooses the prices
   * @param from the first day
   * @param symbols the instruments
   */
  static BarData simulated(long seed, LocalDate from, List<String> symbols) {
    return to -> BarsInMemory.simulated(seed, from, to, symbols);
  }

  /** Bars that the caller has made. The key is the symbol. */
  static BarData of(Map<String, List<PricedBar>> bars) {
    return to -> BarsInMemory.load(bars, to, List.of());
  }
}
