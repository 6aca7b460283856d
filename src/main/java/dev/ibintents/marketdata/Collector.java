package dev.ibintents.marketdata;

import dev.ibintents.gateway.HistoricalRequests;
import dev.ibintents.gateway.ResolvedContract;
import dev.ibintents.store.DocumentStore;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Collects what is missing of several series, from the gateway into the store. */
public final class Collector {
  /** So many are worked on at once; each answer of some thousand bars is in memory until saved. */
  private static final int AT_ONCE = 10;

  private final DocumentStore store;
  private final Clock clock;
  private final HistoricalRequests requests;

  /**
   * A series that is wanted.
   *
   * @param contract its instrument
   * @param series the series
   * @param length how far back; if nobody says, as far as ever before, and at first a year of daily
   *     bars, a month of shorter ones, and a day of those of 30 seconds and less
   */
  public record Wanted(ResolvedContract contract, Series series, Optional<HistoryLength> length) {}

  /**
   * @param store where series are kept
   * @param clock tells the time
   * @param requests asks the gateway
   */
  public Collector(DocumentStore store, Clock clock, HistoricalRequests requests) {
    this.store = store;
    this.clock = clock;
    this.requests = requests;
  }

  /**
   * Collects, until all is there or the time is up. What has come is saved whatever happens.
   *
   * @param wanted the series, those that matter most first; none twice
   * @param most how long it may take
   * @return what became of each, in the same order
   * @throws DateTimeException if the time zone of an instrument is not known
   * @throws dev.ibintents.ibapi.GatewayException if the connection ends
   */
  public List<Collected> collect(List<Wanted> wanted, Duration most) {
    SeriesStore series = new SeriesStore(store, clock);
    Bars bars = new Bars(store);
    Supplier<List<SeriesIndex>> all = once(bars::all);
    Map<Series, SeriesCollection> collections = new LinkedHashMap<>();
    for (Wanted one : wanted) {
      collections.put(one.series(), new SeriesCollection(one, series, bars, clock, all));
    }
    requests.run(collections.values(), most, AT_ONCE);
    return collections.values().stream().map(SeriesCollection::collected).toList();
  }

  /** All series are read once, and only if something is missing of one. */
  private static <T> Supplier<T> once(Supplier<T> source) {
    List<T> value = new ArrayList<>();
    return () -> {
      if (value.isEmpty()) {
        value.add(source.get());
      }
      return value.get(0);
    };
  }

  /** For each of some series its gaps, as other series tell. */
  public Map<Series, List<Gap>> gaps(List<Collected> collected) {
    List<SeriesIndex> all = new Bars(store).all();
    Map<Series, List<Gap>> gaps = new LinkedHashMap<>();
    collected.forEach(one -> gaps.put(one.series(), one.gaps(all)));
    return gaps;
  }
}
