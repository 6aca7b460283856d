package dev.ibintents.marketdata.collection;

import dev.ibintents.gateway.HistoricalRequest;
import dev.ibintents.gateway.HistoricalRequests;
import dev.ibintents.gateway.ResolvedContract;
import dev.ibintents.ibapi.BarSize;
import dev.ibintents.ibapi.ConnectivityLostException;
import dev.ibintents.ibapi.HistoricalBar;
import dev.ibintents.marketdata.BarTime;
import dev.ibintents.marketdata.Bars;
import dev.ibintents.marketdata.SeriesBegunAnewException;
import dev.ibintents.marketdata.SeriesIndex;
import dev.ibintents.marketdata.SeriesStore;
import dev.ibintents.store.FieldException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collects the missing bars of one series: first from its last bar up to now, then before its first
 * bar back to the goal, then the holes between both. Bars are saved as they come, so that an
 * interruption loses nothing, and the next collection goes on from there.
 *
 * <p>The bars of a series have no holes, so new bars must meet those that are held. Where both
 * overlap, they are compared. The last bar that is held may have been corrected. If most of those
 * before it have changed, the broker has rewritten the history (a split, a dividend in adjusted
 * bars), and the series is begun anew.
 *
 * <p>A request for short bars does not reach over a night. If it brings nothing new, {@link
 * TradedHours} say where to go on.
 *
 * <p>Each {@link CollectionPhase} keeps its own state. This class asks the current phase for the
 * next request, and hands it the answer.
 */
final class SeriesCollection implements HistoricalRequests.Job {
  private static final Logger logger = LoggerFactory.getLogger(SeriesCollection.class);

  private final CollectionContext context;
  private final HeldSeries held;
  private final Optional<LocalDate> expiry;

  /** Empty until the first turn. */
  private Optional<CollectionPhase> phase = Optional.empty();

  /** The length of the bars that are asked for. */
  private BarSize asked;

  /**
   * @param wanted the series, and how far back it is wanted
   * @param store writes series
   * @param bars reads series
   * @param clock tells the time
   * @param allSeries the series that are stored, read when they are first asked for
   */
  SeriesCollection(
      Collector.Wanted wanted,
      SeriesStore store,
      Bars bars,
      Clock clock,
      Supplier<List<SeriesIndex>> allSeries) {
    ResolvedContract resolved = wanted.contract();
    this.context = new CollectionContext(wanted, store, bars, clock, allSeries);
    this.held = context.held();
    this.expiry = expiry(resolved.details().lastTrade());
    this.asked = context.barSize();
  }

  /** The day at the beginning of the broker's text for the last trade, if there is one. */
  private static Optional<LocalDate> expiry(String lastTrade) {
    int length = "yyyyMMdd".length();
    if (lastTrade.isBlank()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          LocalDate.parse(
              lastTrade.strip().substring(0, length), DateTimeFormatter.BASIC_ISO_DATE));
    } catch (DateTimeException | IndexOutOfBoundsException e) {
      logger.debug("\"{}\" does not begin with a day of expiry", lastTrade, e);
      return Optional.of(LocalDate.EPOCH); // it expires, so that its end is no gap
    }
  }

  private CollectionPhase phase() {
    if (phase.isEmpty()) {
      phase = Optional.of(context.begin());
    }
    return phase.get();
  }

  @Override
  public Optional<HistoricalRequest> next() {
    Optional<HistoricalRequest> request = phase().next();
    asked =
        request
            .map(sent -> sent instanceof HistoricalRequest.Bars bars ? bars.barSize() : asked)
            .orElse(asked);
    return request;
  }

  @Override
  public void bars(List<HistoricalBar> answer) {
    List<HistoricalBar> bars = ofAskedKind(answer);
    if (bars.isEmpty() && !answer.isEmpty()) {
      phase =
          Optional.of(
              new CollectionPhase.Failed(
                  "the gateway sent dates for bars of " + context.barSize() + ", not times"));
      return;
    }
    TreeMap<BarTime, HistoricalBar> inOrder = new TreeMap<>();
    bars.forEach(bar -> inOrder.put(BarTime.of(bar), bar));
    take(new CollectionPhase.Bars(List.copyOf(inOrder.values())));
  }

  /** Bars of days with their dates, or shorter bars without those that have no time. */
  private List<HistoricalBar> ofAskedKind(List<HistoricalBar> answer) {
    if (asked.isDay()) {
      return answer.stream().map(bar -> bar.onDay(context.zone())).toList();
    }
    List<HistoricalBar> bars = answer.stream().filter(bar -> bar.start().isPresent()).toList();
    if (bars.size() < answer.size()) {
      logger.warn(
          "{} of {} bars have a date instead of a time and are left out",
          answer.size() - bars.size(),
          answer.size());
    }
    return bars;
  }

  @Override
  public void head(Instant begins) {
    take(new CollectionPhase.Head(begins));
  }

  @Override
  public void failed(RuntimeException why) {
    if (why instanceof ConnectivityLostException) {
      // Nothing was answered, so nothing is known to be empty.
      phase = Optional.of(CollectionContext.failed(why));
    } else {
      take(new CollectionPhase.Refusal(why));
    }
  }

  /** A series that cannot be read fails alone; the others go on. */
  private void take(CollectionPhase.Answer answer) {
    int generation = held.index().generation();
    CollectionPhase next;
    try {
      next = phase().take(answer);
    } catch (SeriesBegunAnewException e) {
      logger.info("{}", e.getMessage());
      next = context.restart();
      if (!(next instanceof CollectionPhase.Failed) && held.index().generation() == generation) {
        next = CollectionContext.failed(SeriesStore.missing(e.path(), held.index().series()));
      }
    } catch (FieldException e) {
      next = CollectionContext.failed(e);
    }
    phase = Optional.of(next);
  }

  /** The state of the collection so far. */
  Collected collected() {
    CollectionPhase current = phase();
    LocalDate today = context.today();
    LocalDate before = expiry.filter(today::isAfter).orElse(today);
    return current instanceof CollectionPhase.Failed failed
        ? held.collected(Optional.of(failed.why()), List.of(), before)
        : held.collected(Optional.empty(), remaining(current), before);
  }

  private List<Collected.Range> remaining(CollectionPhase current) {
    List<Collected.Range> remaining = new ArrayList<>();
    if (!current.isUpToDate() || held.isEmpty()) {
      BarTime from = held.isEmpty() ? held.goal() : held.last();
      remaining.add(new Collected.Range(from.toString(), context.time(context.now()).toString()));
    }
    if (!held.isEmpty() && !current.isBack() && !held.reachesGoal()) {
      remaining.add(new Collected.Range(held.goal().toString(), held.first().toString()));
    }
    return remaining;
  }
}
