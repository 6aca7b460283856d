package dev.ibintents.marketdata.collection;

import dev.ibintents.gateway.ResolvedContract;
import dev.ibintents.ibapi.BarSize;
import dev.ibintents.marketdata.BarTime;
import dev.ibintents.marketdata.Bars;
import dev.ibintents.marketdata.HistoryLength;
import dev.ibintents.marketdata.Series;
import dev.ibintents.marketdata.SeriesContract;
import dev.ibintents.marketdata.SeriesIndex;
import dev.ibintents.marketdata.SeriesStore;
import dev.ibintents.store.FieldException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * The facts that all phases of one collection share: the series, its requests, how far back it is
 * wanted, and the time.
 */
final class CollectionContext {
  private static final int MOST_RESTARTS = 2;

  /** For how long the broker keeps bars of 30 seconds and less. */
  private static final HistoryLength OF_SHORT_BARS = new HistoryLength(6, 'M');

  private final BarSize barSize;
  private final ZoneId zone;
  private final SessionCloses closes;
  private final SeriesRequests requests;
  private final Optional<HistoryLength> length;
  private final Clock clock;
  private final HeldSeries held;
  private final Supplier<List<SeriesIndex>> allSeries;
  private final Set<LocalDate> idleBefore = new TreeSet<>();
  private Optional<BarTime> begins = Optional.empty();
  private int restarts;

  /**
   * @param wanted the series, and how far back it is wanted
   * @param store writes series
   * @param bars reads series
   * @param clock tells the time
   * @param allSeries the series that are stored, read when they are first asked for
   */
  CollectionContext(
      Collector.Wanted wanted,
      SeriesStore store,
      Bars bars,
      Clock clock,
      Supplier<List<SeriesIndex>> allSeries) {
    ResolvedContract resolved = wanted.contract();
    SeriesContract contract = SeriesContract.of(resolved);
    Series series = wanted.series();
    this.barSize = series.barSize();
    this.zone = contract.zone();
    this.closes = new SessionCloses(resolved.details(), series.useRth(), zone);
    this.requests = new SeriesRequests(series, resolved.contract());
    this.length = wanted.length();
    this.clock = clock;
    this.held = new HeldSeries(series, contract, store, bars);
    this.allSeries = allSeries;
  }

  /** Reads the stored series, and begins with its last bar. */
  CollectionPhase begin() {
    try {
      held.read();
    } catch (FieldException e) {
      return failed(e);
    }
    BarTime goal =
        length.map(this::start).or(held.index()::wanted).orElseGet(() -> start(usualLength()));
    held.goal(isShort() ? goal.orLater(oldestShortBar()) : goal);
    idleBefore.addAll(held.index().idleDays());
    if (isShort()) {
      idleBefore.removeIf(day -> held.index().firstOn(day).isBefore(oldestShortBar()));
    }
    return new CatchUp(this);
  }

  /** Begins again with a series that was begun anew, by another process or by this collection. */
  CollectionPhase restart() {
    if (restarts++ == MOST_RESTARTS) {
      return new CollectionPhase.Failed(
          "its history changed while it was collected; try again later");
    }
    try {
      held.read();
    } catch (FieldException e) {
      return failed(e);
    }
    return new CatchUp(this);
  }

  /** The end of the collection because of an exception. */
  static CollectionPhase failed(RuntimeException why) {
    return new CollectionPhase.Failed(new CollectionPhase.Refusal(why).words());
  }

  /** The phase after all bars up to now: back from the first bar, unless it reaches the goal. */
  CollectionPhase back() {
    return held.reachesGoal() ? new HoleSearch(this) : BeforeFirst.of(this);
  }

  /** The stored series. */
  HeldSeries held() {
    return held;
  }

  /** The requests of the series. */
  SeriesRequests requests() {
    return requests;
  }

  /** The time zone of the instrument's sessions. */
  ZoneId zone() {
    return zone;
  }

  /** The ends of the instrument's sessions. */
  SessionCloses closes() {
    return closes;
  }

  /** The length of the bars. */
  BarSize barSize() {
    return barSize;
  }

  /** Whether each bar is a day. */
  boolean isDay() {
    return barSize.isDay();
  }

  /** Whether bars are so short that one request does not reach over a night. */
  boolean isShort() {
    return barSize.isShort();
  }

  /** The present moment. */
  Instant now() {
    return clock.instant();
  }

  /** The present day in the time zone of the sessions. */
  LocalDate today() {
    return day(now());
  }

  /** The day of a moment in the time zone of the sessions. */
  LocalDate day(Instant moment) {
    return LocalDate.ofInstant(moment, zone);
  }

  /** A moment as a time of this series: a date for bars of a day. */
  BarTime time(Instant moment) {
    return isDay() ? BarTime.of(day(moment)) : BarTime.of(moment);
  }

  /** The first bar of short ones that the broker still has. */
  BarTime oldestShortBar() {
    return start(OF_SHORT_BARS);
  }

  /** The goal if it is counted from a moment other than now. */
  BarTime goalBefore(Instant end) {
    return length.orElseGet(this::usualLength).start(barSize, end, zone);
  }

  private HistoryLength usualLength() {
    return HistoryLength.usual(barSize);
  }

  private BarTime start(HistoryLength length) {
    return length.start(barSize, clock.instant(), zone);
  }

  /** The days without bars that may be asked for, as they were when the collection began. */
  Set<LocalDate> idleBefore() {
    return Collections.unmodifiableSet(idleBefore);
  }

  /** All series that are stored. */
  Collection<SeriesIndex> allSeries() {
    return allSeries.get();
  }

  /** When the history begins, if the gateway has said so. */
  Optional<BarTime> begins() {
    return begins;
  }

  /** Notes when the history begins. */
  void begins(Instant moment) {
    begins = Optional.of(time(moment));
  }
}
