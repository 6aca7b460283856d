package dev.ibintents.marketdata;

import dev.ibintents.ibapi.HistoricalBar;
import dev.ibintents.marketdata.BarMerge.Merged;
import dev.ibintents.store.Document;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.FieldException;
import dev.ibintents.store.Transaction;
import java.time.Clock;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Writes series. Every change is one transaction over the index and the chunks that change, so that
 * an index never says what its chunks do not hold, however many write at once or die meanwhile.
 */
final class SeriesStore {
  /** How many chunks are deleted in one transaction. */
  private static final int MOST_DELETED = 100;

  private final DocumentStore store;
  private final Clock clock;

  /**
   * What became of bars.
   *
   * @param index the series afterwards
   * @param added how many it did not have before
   * @param corrected how many it had otherwise
   */
  record Saved(SeriesIndex index, int added, int corrected) {}

  SeriesStore(DocumentStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /** A series as it is; without bars if there is none yet. Nothing is written. */
  SeriesIndex read(Series series, SeriesContract contract) {
    return new Bars(store).index(series).orElseGet(() -> SeriesIndex.empty(series, contract));
  }

  /**
   * Brings bars into a series, and what is known of it.
   *
   * @param known the series as the bars were asked for
   * @param bars without holes, and without a hole to what the series has; none to write only what
   *     is known
   * @return empty, with nothing written, if the series was begun anew meanwhile
   */
  Optional<Saved> save(SeriesIndex known, List<HistoricalBar> bars) {
    return store.<Optional<Saved>, RuntimeException>runTransaction(
        transaction -> {
          SeriesIndex held = held(transaction, known);
          if (held.generation() != known.generation()) {
            return Optional.empty();
          }
          SeriesIndex now =
              held.knowing(
                      known.contract(),
                      earlier(known.wanted(), held.wanted()),
                      known.isWhole() || held.isWhole())
                  .knowing(held.holes().with(known.holes()));
          Merged merged =
              bars.isEmpty()
                  ? new Merged(now, Map.of(), 0, 0)
                  : BarMerge.merge(
                      now, bars, chunk -> chunk(transaction, now.series(), chunk.id()));
          merged
              .changed()
              .forEach(
                  (id, its) ->
                      transaction.set(known.series().chunkPath(id), BarColumns.fields(its)));
          if (!merged.index().equals(held)) {
            write(transaction, merged.index());
          }
          return Optional.of(new Saved(merged.index(), merged.added(), merged.corrected()));
        });
  }

  private static Optional<BarTime> earlier(Optional<BarTime> one, Optional<BarTime> other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.or(() -> other);
    }
    return one.get().isBefore(other.get()) ? one : other;
  }

  private static SeriesIndex held(Transaction transaction, SeriesIndex known) {
    return transaction
        .get(known.series().path())
        .map(SeriesIndex::of)
        .orElseGet(() -> SeriesIndex.empty(known.series(), known.contract()));
  }

  private static List<HistoricalBar> chunk(Transaction transaction, Series series, String id) {
    String path = series.chunkPath(id);
    Document chunk = transaction.get(path).orElseThrow(() -> missing(path, series));
    return BarColumns.bars(chunk, series.barSize().isDay());
  }

  /** What is wrong with a chunk that is missing, and what to do. */
  static FieldException missing(String path, Series series) {
    return new FieldException(
        "%s is missing, although its series' index names it; delete %s to collect the series anew"
            .formatted(path, series.path()));
  }

  private void write(Transaction transaction, SeriesIndex index) {
    Map<String, Object> fields = new LinkedHashMap<>(index.fields());
    fields.put("updatedAt", clock.instant());
    transaction.set(index.series().path(), fields);
  }

  /**
   * Forgets the bars of a series, because the broker has rewritten its history.
   *
   * @param known the series in which that was found
   * @return the series without bars; as it is now, if others have begun it anew meanwhile
   */
  SeriesIndex beginAnew(SeriesIndex known) {
    SeriesIndex begun =
        store.<SeriesIndex, RuntimeException>runTransaction(
            transaction -> {
              SeriesIndex held = held(transaction, known);
              if (held.generation() != known.generation()) {
                return held;
              }
              SeriesIndex empty = held.begunAnew();
              write(transaction, empty);
              return empty;
            });
    return deleteObsolete(begun);
  }

  /** Deletes chunks that are in no index any more, those that an earlier call left behind, too. */
  SeriesIndex deleteObsolete(SeriesIndex known) {
    SeriesIndex index = known;
    while (!index.obsolete().isEmpty()) {
      index =
          store.<SeriesIndex, RuntimeException>runTransaction(
              transaction -> {
                SeriesIndex held = held(transaction, known);
                List<String> ids = held.obsolete().stream().limit(MOST_DELETED).toList();
                Set<String> used = new HashSet<>();
                held.chunks().forEach(chunk -> used.add(chunk.id()));
                ids.stream()
                    .filter(id -> !used.contains(id))
                    .forEach(id -> transaction.delete(held.series().chunkPath(id)));
                SeriesIndex cleaned = held.without(ids);
                if (!ids.isEmpty()) {
                  write(transaction, cleaned);
                }
                return cleaned;
              });
    }
    return index;
  }
}
