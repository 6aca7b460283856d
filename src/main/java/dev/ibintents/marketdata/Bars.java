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

/** The bars that are stored. It asks the gateway for nothing. */
public final class Bars {
  private static final Logger logger = LoggerFactory.getLogger(Bars.class);

  private final DocumentStore store;

  /**
   * @param store where they are
   */
  public Bars(DocumentStore store) {
    this.store = store;
  }

  /** What is known of a series, if it was ever collected. */
  public Optional<SeriesIndex> index(Series series) {
    return store.get(series.path()).map(SeriesIndex::of);
  }

  /** What is known of all series; one that cannot be read is left out, and logged. */
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
   * The bars of a series between two times, both inclusive, in the order of time. They are read
   * while the stream is, one chunk after the other, so that no more than one is in memory.
   *
   * @param index the series as it was a moment ago
   * @param from the first; empty for the series' first
   * @param to the last; empty for the series' last
   * @throws SeriesBegunAnewException while it is read, if the series was begun anew meanwhile
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
   * The last bars of a series, in the order of time; fewer if it has no more.
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
