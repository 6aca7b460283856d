package dev.ibintents.marketdata;

import dev.ibintents.ibapi.HistoricalBar;
import dev.ibintents.marketdata.SeriesStore.Saved;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A series as one collection holds it: what is stored of it, and what has been done to it. */
final class HeldSeries {
  private final SeriesContract contract;
  private final SeriesStore store;
  private final Bars bars;
  private SeriesIndex index;
  private BarTime goal;
  private int added;
  private int corrected;
  private boolean isRewritten;

  /** Nothing is read yet. */
  HeldSeries(Series series, SeriesContract contract, SeriesStore store, Bars bars) {
    this.contract = contract;
    this.store = store;
    this.bars = bars;
    this.index = SeriesIndex.empty(series, contract);
  }

  /**
   * Reads what there is.
   *
   * @throws dev.ibintents.store.FieldException if what is stored cannot be read
   */
  void read() {
    index = store.deleteObsolete(store.read(index.series(), contract));
  }

  /** What is known of it. */
  SeriesIndex index() {
    return index;
  }

  /** How far back it is wanted. */
  BarTime goal() {
    return goal;
  }

  void goal(BarTime time) {
    goal = time;
  }

  /** Whether it has no bars. */
  boolean isEmpty() {
    return index.chunks().isEmpty();
  }

  /** When its first bar is; it must have one. */
  BarTime first() {
    return index.first().orElseThrow();
  }

  /** When its last bar is; it must have one. */
  BarTime last() {
    return index.last().orElseThrow();
  }

  /** Whether it reaches as far back as it is wanted, or as there is anything. */
  boolean reachesGoal() {
    return index.isWhole() || !isEmpty() && !first().isAfter(goal);
  }

  /**
   * Saves bars.
   *
   * @param its bars that meet what is held; none to save only that the series is whole
   * @param isWhole whether the gateway has nothing before the first
   * @return false, with nothing saved, if somebody else has begun the series anew
   */
  boolean save(Collection<HistoricalBar> its, boolean isWhole) {
    return save(its, index.knowing(contract, Optional.of(goal), isWhole || index.isWhole()));
  }

  /**
   * Saves bars that fill holes.
   *
   * @param its bars between the first and the last that is held; none to save only what is known
   * @param holes what has become of asking for them
   * @return as {@link #save(Collection, boolean)}
   */
  boolean save(Collection<HistoricalBar> its, Holes holes) {
    return save(its, index.knowing(holes));
  }

  private boolean save(Collection<HistoricalBar> its, SeriesIndex known) {
    Optional<Saved> saved = store.save(known, List.copyOf(its));
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

  /** Whether an answer contradicts the bars before the last one, which may have been corrected. */
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

  /** What became of it. */
  Collected collected(Optional<String> failure, List<Collected.Range> remaining, LocalDate before) {
    return new Collected(
        contract, index.series(), index, added, corrected, isRewritten, failure, remaining, before);
  }
}
