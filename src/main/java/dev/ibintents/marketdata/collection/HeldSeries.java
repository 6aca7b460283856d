package dev.ibintents.marketdata.collection;

import dev.ibintents.ibapi.HistoricalBar;
import dev.ibintents.marketdata.BarTime;
import dev.ibintents.marketdata.Bars;
import dev.ibintents.marketdata.Holes;
import dev.ibintents.marketdata.Overlap;
import dev.ibintents.marketdata.Series;
import dev.ibintents.marketdata.SeriesContract;
import dev.ibintents.marketdata.SeriesIndex;
import dev.ibintents.marketdata.SeriesStore;
import dev.ibintents.marketdata.SeriesStore.Saved;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The stored state of a series during one collection, and the changes that it has made. */
final class HeldSeries {
  private final SeriesContract contract;
  private final SeriesStore store;
  private final Bars bars;
  private SeriesIndex index;
  private BarTime goal;
  private int added;
  private int corrected;
  private boolean isRewritten;

  /** Reads nothing yet; see {@link #read}. */
  HeldSeries(Series series, SeriesContract contract, SeriesStore store, Bars bars) {
    this.contract = contract;
    this.store = store;
    this.bars = bars;
    this.index = SeriesIndex.empty(series, contract);
  }

  /**
   * Reads the index of the series.
   *
   * @throws dev.ibintents.store.FieldException if the document cannot be read
   */
  void read() {
    index = store.deleteObsolete(store.read(index.series(), contract));
  }

  /** The index of the series. */
  SeriesIndex index() {
    return index;
  }

  /** The first time that is wanted. */
  BarTime goal() {
    return goal;
  }

  /** Sets the first time that is wanted. */
  void goal(BarTime time) {
    goal = time;
  }

  /** Whether the series has no bars. */
  boolean isEmpty() {
    return index.chunks().isEmpty();
  }

  /** The time of the first bar; there must be one. */
  BarTime first() {
    return index.first().orElseThrow();
  }

  /** The time of the last bar; there must be one. */
  BarTime last() {
    return index.last().orElseThrow();
  }

  /** Whether the series reaches back to the goal, or to the beginning of its history. */
  boolean reachesGoal() {
    return index.isWhole() || !isEmpty() && !first().isAfter(goal);
  }

  /**
   * Saves bars.
   *
   * @param added bars that meet the bars that are held; none to save only that the series is whole
   * @param isWhole whether the gateway has nothing before the first bar
   * @return false, with nothing saved, if another process has begun the series anew
   */
  boolean save(Collection<HistoricalBar> added, boolean isWhole) {
    return save(added, index.knowing(contract, Optional.of(goal), isWhole || index.isWhole()));
  }

  /**
   * Saves bars that fill holes.
   *
   * @param added bars between the first and the last that are held; none to save only the holes
   * @param holes the results of asking for them
   * @return as {@link #save(Collection, boolean)}
   */
  boolean save(Collection<HistoricalBar> added, Holes holes) {
    return save(added, index.knowing(holes));
  }

  private boolean save(Collection<HistoricalBar> newBars, SeriesIndex known) {
    Optional<Saved> saved = store.save(known, List.copyOf(newBars));
    saved.ifPresent(
        now -> {
          index = now.index();
          added += now.added();
          corrected += now.corrected();
        });
    return saved.isPresent();
  }

  /** Forgets all bars. */
  void beginAnew() {
    index = store.beginAnew(index.knowing(contract, Optional.of(goal), false));
    isRewritten = true;
  }

  /** Whether an answer contradicts the bars before the last; the last may have been corrected. */
  boolean isContradictedBy(SortedMap<BarTime, HistoricalBar> answer) {
    if (isEmpty() || answer.isEmpty()) {
      return false;
    }
    TreeMap<BarTime, HistoricalBar> held = new TreeMap<>();
    bars.range(index, Optional.of(answer.firstKey()), index.last())
        .forEach(bar -> held.put(BarTime.of(bar), bar));
    held.remove(last());
    return Overlap.isContradiction(held, answer);
  }

  /** The result of the collection. */
  Collected collected(Optional<String> failure, List<Collected.Range> remaining, LocalDate before) {
    return new Collected(
        contract, index, added, corrected, isRewritten, failure, remaining, before);
  }
}
