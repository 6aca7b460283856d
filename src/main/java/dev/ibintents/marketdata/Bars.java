package dev.ibintents.marketdata;

import dev.ibintents.ibapi.HistoricalBar;
import dev.ibintents.store.Document;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.FieldException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The stored bars, for readers. It does not use the gateway. */
public final class Bars {
  private static final Logger logger = LoggerFactory.getLogger(Bars.class);

  private final DocumentStore store;

  /**
   * @param store the documents
   */
  public Bars(DocumentStore store) {
    this.store = store;
  }

  /** The index of a series; empty if it was never collected. */
  public Optional<SeriesIndex> index(Series series) {
    return store.get(series.path()).map(SeriesIndex::of);
  }

  /** The indexes of all series. A series that cannot be read is logged and left out. */
  public List<SeriesIndex> all() {
    List<SeriesIndex> all = new ArrayList<>();
    for (Document document : store.list(Series.COLLECTION)) {
      try {
        all.add(SeriesIndex.of(document));
      } catch (FieldException e) {
        logger.error("A series cannot be read: {}", e.getMessage());
      }
    }
    return all;
  }

  /**
   * The bars of a series between two times, both inclusive, in the order of time. The stream reads
   * one chunk after the other, so that no more than one is in memory.
   *
   * @param index the index of the series, read just before
   * @param from the first time; empty for the series' first
   * @param to the last time; empty for the series' last
   * @throws SeriesBegunAnewException while the stream is read, if the series is begun anew
   */
  public Stream<HistoricalBar> range(
      SeriesIndex index, Optional<BarTime> from, Optional<BarTime> to) {
    int first = from.map(time -> Math.max(0, index.chunkOf(time))).orElse(0);
    int last = to.map(index::chunkOf).orElse(index.chunks().size() - 1);
    return IntStream.rangeClosed(first, last)
        .boxed()
        .flatMap(place -> chunk(index, place).stream())
        .filter(bar -> from.isEmpty() || !BarTime.of(bar).isBefore(from.get()))
        .filter(bar -> to.isEmpty() || !BarTime.of(bar).isAfter(to.get()));
  }

  /**
   * The last bars of a series, in the order of time; fewer if the series has fewer.
   *
   * @throws SeriesBegunAnewException if the series was begun anew meanwhile
   */
  public List<HistoricalBar> last(SeriesIndex index, int count) {
    List<HistoricalBar> bars = new ArrayList<>();
    for (int place = index.chunks().size() - 1; place >= 0 && bars.size() < count; place--) {
      bars.addAll(0, chunk(index, place));
    }
    return bars.subList(Math.max(0, bars.size() - count), bars.size());
  }

  private List<HistoricalBar> chunk(SeriesIndex index, int place) {
    String path = index.series().chunkPath(index.chunks().get(place).id());
    Document chunk = store.get(path).orElseThrow(() -> new SeriesBegunAnewException(path));
    return BarColumns.bars(chunk, index.series().barSize().isDay());
  }
}
