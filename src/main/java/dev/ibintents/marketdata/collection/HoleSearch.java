package dev.ibintents.marketdata.collection;

import dev.ibintents.gateway.HistoricalRequest;
import dev.ibintents.ibapi.HistoricalBar;
import dev.ibintents.marketdata.BarTime;
import dev.ibintents.marketdata.Gap;
import dev.ibintents.marketdata.Holes;
import dev.ibintents.marketdata.SeriesIndex;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last phase: it asks again for the days that are missing between the first and the last bar.
 * {@link Gap} tells these days. Each is asked for once a day, until its bars come or the broker
 * says that it has none.
 */
final class HoleSearch implements CollectionPhase {
  private static final Logger logger = LoggerFactory.getLogger(HoleSearch.class);

  private final CollectionContext context;
  private final HeldSeries held;
  private final SeriesRequests requests;

  private Deque<Gap> left;
  private Gap hole;
  private BarTime end;
  private boolean hasNeighbours;
  private final TreeMap<BarTime, HistoricalBar> found = new TreeMap<>();

  HoleSearch(CollectionContext context) {
    this.context = context;
    this.held = context.held();
    this.requests = context.requests();
  }

  @Override
  public Optional<HistoricalRequest> next() {
    if (left == null) {
      left = new ArrayDeque<>(holes());
    }
    if (hole == null) {
      hole = left.poll();
      if (hole == null) {
        return Optional.empty();
      }
      LocalDate lastDay = hole.to();
      end = context.isDay() ? BarTime.of(lastDay) : held.index().firstOn(lastDay.plusDays(1));
    }
    BarTime from = held.index().firstOn(hole.from());
    return Optional.of(
        requests.comesWhole() ? requests.upToNow(from, context.today()) : requests.upTo(end, from));
  }

  private List<Gap> holes() {
    SeriesIndex index = held.index();
    SortedSet<LocalDate> idle = new TreeSet<>(index.idleDays());
    idle.retainAll(context.idleBefore());
    idle.removeIf(day -> !index.holes().mayBeAskedFor(day, context.today()));
    return idle.isEmpty() ? List.of() : Gap.inside(index, idle, context.allSeries());
  }

  @Override
  public CollectionPhase take(Answer answer) {
    if (answer instanceof Refusal refusal && !refusal.saysNoData()) {
      return giveUp(refusal.why());
    }
    return answer.ifBars(this::add);
  }

  private CollectionPhase add(List<HistoricalBar> answer) {
    hasNeighbours |= !answer.isEmpty();
    BarTime reached = end.plus(requests.step().negated());
    for (HistoricalBar bar : answer) {
      BarTime time = BarTime.of(bar);
      reached = reached.orEarlier(time);
      LocalDate day = time.day(context.zone());
      if (!day.isBefore(hole.from()) && !day.isAfter(hole.to())) {
        found.put(time, bar);
      }
    }
    if (!requests.comesWhole() && reached.isAfter(held.index().firstOn(hole.from()))) {
      end = reached;
      return this;
    }
    return finish();
  }

  /**
   * Saves the bars of a hole. The days without bars count as empty, unless the answer to a request
   * for bars of days has no bar at all, not even beside the hole: it proves nothing.
   */
  private CollectionPhase finish() {
    SortedSet<LocalDate> without = new TreeSet<>(hole.weekdays());
    found.keySet().forEach(time -> without.remove(time.day(context.zone())));
    Holes holes = held.index().holes();
    return save(
        List.copyOf(found.values()),
        hasNeighbours || !context.isDay()
            ? holes.withEmpty(without)
            : holes.withAsked(without, context.today()));
  }

  private CollectionPhase giveUp(RuntimeException why) {
    logger.warn(
        "{} to {} were asked for again in vain: {}", hole.from(), hole.to(), why.getMessage());
    return save(List.of(), held.index().holes().withAsked(hole.weekdays(), context.today()));
  }

  private CollectionPhase save(List<HistoricalBar> bars, Holes holes) {
    boolean isSaved = held.save(bars, holes);
    hole = null;
    hasNeighbours = false;
    found.clear();
    return isSaved ? this : context.restart();
  }

  @Override
  public boolean isBack() {
    return true;
  }
}
