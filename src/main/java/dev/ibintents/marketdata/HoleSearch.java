package dev.ibintents.marketdata;

import dev.ibintents.gateway.HistoricalRequest;
import dev.ibintents.ibapi.HistoricalBar;
import dev.ibintents.ibapi.NoHistoricalDataException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks again for what a series lacks between its first and its last bar: the days that {@link Gap}
 * tells, each once a day, until they come or the broker says that it has nothing on them.
 */
final class HoleSearch {
  private static final Logger logger = LoggerFactory.getLogger(HoleSearch.class);

  private final HeldSeries held;
  private final SeriesRequests requests;
  private final Set<LocalDate> known;
  private final ZoneId zone;
  private final Clock clock;
  private final Supplier<? extends Collection<SeriesIndex>> all;

  private Deque<Gap> left;
  private Gap hole;
  private BarTime probe;
  private boolean hasNeighbours;
  private final TreeMap<BarTime, HistoricalBar> found = new TreeMap<>();

  /**
   * @param held the series
   * @param requests its requests
   * @param known the days without bars that may be asked for, as they were when the collection
   *     began: others have just been asked for
   * @param clock tells the time
   * @param all the series that are stored, which tell what is missing of this one
   */
  HoleSearch(
      HeldSeries held,
      SeriesRequests requests,
      Set<LocalDate> known,
      Clock clock,
      Supplier<? extends Collection<SeriesIndex>> all) {
    this.held = held;
    this.requests = requests;
    this.known = known;
    this.zone = held.index().contract().zone();
    this.clock = clock;
    this.all = all;
  }

  /** The next range to ask for; empty if none is left. */
  Optional<HistoricalRequest> next() {
    if (left == null) {
      left = new ArrayDeque<>(holes());
    }
    if (hole == null) {
      hole = left.poll();
      if (hole == null) {
        return Optional.empty();
      }
      probe = isDay() ? BarTime.of(hole.to()) : held.index().firstOn(hole.to().plusDays(1));
    }
    return Optional.of(
        requests.comesWhole()
            ? requests.upToNow(held.index().firstOn(hole.from()), today())
            : requests.upTo(probe, held.index().firstOn(hole.from())));
  }

  private List<Gap> holes() {
    SeriesIndex index = held.index();
    SortedSet<LocalDate> idle = new TreeSet<>(index.idleDays());
    idle.retainAll(known);
    idle.removeIf(day -> !index.holes().mayBeAskedFor(day, today()));
    return idle.isEmpty() ? List.of() : Gap.inside(index, idle, all.get());
  }

  private boolean isDay() {
    return held.index().series().barSize().isDay();
  }

  private LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), zone);
  }

  /**
   * Takes an answer.
   *
   * @return false if somebody else has begun the series anew
   */
  boolean bars(List<HistoricalBar> answer) {
    hasNeighbours |= !answer.isEmpty();
    BarTime reached = probe.plus(requests.step().negated());
    for (HistoricalBar bar : answer) {
      BarTime time = BarTime.of(bar);
      reached = reached.orEarlier(time);
      LocalDate day = time.day(zone);
      if (!day.isBefore(hole.from()) && !day.isAfter(hole.to())) {
        found.put(time, bar);
      }
    }
    if (!requests.comesWhole() && reached.isAfter(held.index().firstOn(hole.from()))) {
      probe = reached;
      return true;
    }
    return finish();
  }

  /** An answer without any bar, around a hole of days, is an answer to nothing. */
  private boolean finish() {
    SortedSet<LocalDate> without = new TreeSet<>(hole.weekdays());
    found.keySet().forEach(time -> without.remove(time.day(zone)));
    Holes holes = held.index().holes();
    boolean isSaved =
        held.save(
            List.copyOf(found.values()),
            hasNeighbours || !isDay()
                ? holes.withEmpty(without)
                : holes.withAsked(without, today()));
    forget();
    return isSaved;
  }

  private void forget() {
    hole = null;
    hasNeighbours = false;
    found.clear();
  }

  /** As {@link #bars}, for a request that was refused or left unanswered. */
  boolean failed(RuntimeException why) {
    if (why instanceof NoHistoricalDataException) {
      return bars(List.of());
    }
    logger.warn(
        "{} to {} were asked for again in vain: {}", hole.from(), hole.to(), why.getMessage());
    boolean isSaved =
        held.save(List.of(), held.index().holes().withAsked(hole.weekdays(), today()));
    forget();
    return isSaved;
  }
}
