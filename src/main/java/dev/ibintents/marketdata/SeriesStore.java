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
 * Writes series. Every change is one transaction over the index and the chunks that change. So an
 * index always agrees with its chunks, even if several processes write at once, or one of them
 * ends.
 */
public final class SeriesStore {
  /** The most chunks that one transaction deletes. */
  private static final int MOST_DELETED = 100;

  private final DocumentStore store;
  private final Clock clock;

  /**
   * The result of saving bars.
   *
   * @param index the series afterwards
   * @param added the number of bars that are new
   * @param corrected the number of bars that have changed
   */
  public record Saved(SeriesIndex index, int added, int corrected) {}

  public SeriesStore(DocumentStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /** Reads the index of a series; an empty one if there is none yet. */
  public SeriesIndex read(Series series, SeriesContract contract) {
    return new Bars(store).index(series).orElseGet(() -> SeriesIndex.empty(series, contract));
  }

  /**
   * Saves bars, and what a collection has learnt about the series.
   *
   * @param known the series as it was when the bars were asked for
   * @param bars bars without holes, and without a hole between them and the series; none to save
   *     only the index
   * @return empty, with nothing written, if the series was begun anew meanwhile
   */
  public Optional<Saved> save(SeriesIndex known, List<HistoricalBar> bars) {
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
                  (id, chunk) ->
                      transaction.set(known.series().chunkPath(id), BarColumns.fields(chunk)));
          if (!merged.index().equals(held)) {
            write(transaction, merged.index());
          }
          return Optional.of(new Saved(merged.index(), merged.added(), merged.corrected()));
        });
  }

  private static Optional<BarTime> earlier(Optional<BarTime> known, Optional<BarTime> other) {
    if (known.isEmpty() || other.isEmpty()) {
      return known.or(() -> other);
    }
    return known.get().isBefore(other.get()) ? known : other;
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

  /** The failure because of a missing chunk, with the way to repair it. */
  public static FieldException missing(String path, Series series) {
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
   * Deletes the bars of a series, because the broker has rewritten its history.
   *
   * @param known the series as it was when the new history was found
   * @return the series without bars; as it is now if another process has begun it anew meanwhile
   */
  public SeriesIndex beginAnew(SeriesIndex known) {
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

  /** Deletes the chunks of former generations, including those that an earlier call has left. */
  public SeriesIndex deleteObsolete(SeriesIndex known) {
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
