package dev.ibintents.marketdata.collection;

import dev.ibintents.gateway.HistoricalRequests;
import dev.ibintents.gateway.ResolvedContract;
import dev.ibintents.marketdata.Bars;
import dev.ibintents.marketdata.Gap;
import dev.ibintents.marketdata.HistoryLength;
import dev.ibintents.marketdata.Series;
import dev.ibintents.marketdata.SeriesIndex;
import dev.ibintents.marketdata.SeriesStore;
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

/** Collects the missing bars of several series, from the gateway into the store. */
public final class Collector {
  /** The most series at once; an answer of some thousand bars is in memory until it is saved. */
  private static final int AT_ONCE = 10;

  private final DocumentStore store;
  private final Clock clock;
  private final HistoricalRequests requests;

  /**
   * A series that is wanted.
   *
   * @param contract the instrument
   * @param series the series
   * @param length how far back it is wanted. If it is empty, as far as ever before; for a new
   *     series, a year of daily bars, a month of shorter ones, and a day of bars of 30 seconds and
   *     less
   */
  public record Wanted(ResolvedContract contract, Series series, Optional<HistoryLength> length) {}

  /**
   * @param store the documents
   * @param clock tells the time
   * @param requests the requests to the gateway
   */
  public Collector(DocumentStore store, Clock clock, HistoricalRequests requests) {
    this.store = store;
    this.clock = clock;
    this.requests = requests;
  }

  /**
   * Collects until nothing is missing or the time is up. Bars are saved as they come.
   *
   * @param wanted the series, the most important first; none twice
   * @param most the longest time that it may take
   * @return the result for each series, in the same order
   * @throws DateTimeException if the time zone of an instrument is not known
   * @throws dev.ibintents.ibapi.GatewayException if the connection ends
   */
  public List<Collected> collect(List<Wanted> wanted, Duration most) {
    SeriesStore series = new SeriesStore(store, clock);
    Bars bars = new Bars(store);
    Supplier<List<SeriesIndex>> all = once(bars::all);
    Map<Series, SeriesCollection> collections = new LinkedHashMap<>();
    for (Wanted next : wanted) {
      collections.put(next.series(), new SeriesCollection(next, series, bars, clock, all));
    }
    requests.run(collections.values(), most, AT_ONCE);
    return collections.values().stream().map(SeriesCollection::collected).toList();
  }

  /** A value that is read at most once, when it is first needed. */
  private static <T> Supplier<T> once(Supplier<T> source) {
    List<T> value = new ArrayList<>();
    return () -> {
      if (value.isEmpty()) {
        value.add(source.get());
      }
      return value.get(0);
    };
  }

  /** The gaps of some series, found by comparing them with all other series. */
  public Map<Series, List<Gap>> gaps(List<Collected> collected) {
    List<SeriesIndex> all = new Bars(store).all();
    Map<Series, List<Gap>> gaps = new LinkedHashMap<>();
    collected.forEach(result -> gaps.put(result.series(), result.gaps(all)));
    return gaps;
  }
}
