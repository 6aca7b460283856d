package dev.ibintents.marketdata.collection;

import dev.ibintents.gateway.HistoricalRequest;
import dev.ibintents.ibapi.HistoricalBar;
import dev.ibintents.marketdata.BarTime;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The phase that collects bars from the last one that is held up to now.
 *
 * <p>Each request reaches back beyond the last bar that is held. While its answer does not meet
 * that bar, the bars between are asked for, and nothing is saved. Where both overlap, they are
 * compared; if they contradict each other, the series is begun anew.
 */
final class CatchUp implements CollectionPhase {
  private static final Logger logger = LoggerFactory.getLogger(CatchUp.class);

  private final CollectionContext context;
  private final HeldSeries held;
  private final SeriesRequests requests;
  private final Optional<BarTime> covered;
  private final TreeMap<BarTime, HistoricalBar> unsaved = new TreeMap<>();

  private Instant askedAt;

  /** The end of the range that is asked for; empty if the range ends now. */
  private Optional<BarTime> end = Optional.empty();

  private boolean asksForAll;

  /** Begins with the last bar that is held. */
  CatchUp(CollectionContext context) {
    this(context, Optional.empty());
  }

  /**
   * @param covered up to when bars have been asked for; empty if the last bar says that
   */
  CatchUp(CollectionContext context, Optional<BarTime> covered) {
    this.context = context;
    this.held = context.held();
    this.requests = context.requests();
    this.covered = covered;
  }

  @Override
  public Optional<HistoricalRequest> next() {
    askedAt = context.now();
    return Optional.of(
        unsaved.isEmpty() ? afterLast() : requests.upTo(unsaved.firstKey(), held.last()));
  }

  private HistoricalRequest afterLast() {
    end = Optional.empty();
    LocalDate today = context.day(askedAt);
    asksForAll = held.isEmpty() || requests.comesWhole() && !held.reachesGoal();
    if (asksForAll) {
      return requests.upToNow(held.goal(), today);
    }
    BarTime from = covered.map(held.last()::orLater).orElseGet(held::last);
    BarTime until =
        (context.isShort() ? from.orLater(context.oldestShortBar()) : from).plus(requests.step());
    if (requests.comesWhole() || !until.beginning(context.zone()).isBefore(askedAt)) {
      return requests.upToNow(held.last(), today);
    }
    end = Optional.of(until);
    return requests.upTo(until, held.last());
  }

  @Override
  public CollectionPhase take(Answer answer) {
    if (answer instanceof Refusal refusal
        && refusal.saysNoData()
        && end.isEmpty()
        && held.isEmpty()) {
      return lookBack(refusal.words());
    }
    return answer.ifBars(this::append);
  }

  private CollectionPhase append(List<HistoricalBar> bars) {
    TreeMap<BarTime, HistoricalBar> answer = new TreeMap<>();
    bars.forEach(bar -> answer.put(BarTime.of(bar), bar));
    dropUnfinished(answer);
    boolean isFarther =
        !answer.isEmpty() && (unsaved.isEmpty() || answer.firstKey().isBefore(unsaved.firstKey()));
    answer.forEach(unsaved::putIfAbsent);
    if (isFarther && !held.isEmpty() && unsaved.firstKey().isAfter(held.last())) {
      return this; // there may be bars between; the next request asks for them
    }
    if (held.isContradictedBy(unsaved)) {
      logger.info("The history of {} was rewritten; it is collected anew", held.index().contract());
      held.beginAnew();
      return context.restart();
    }
    return save();
  }

  private CollectionPhase save() {
    Optional<BarTime> lastBefore = held.index().last();
    if (!unsaved.isEmpty() && !held.save(unsaved.values(), isAllThereIs())) {
      return context.restart();
    }
    if (end.isEmpty()) {
      return held.isEmpty() ? lookBack("there is no finished bar yet") : context.back();
    }
    boolean isNothingNew = held.index().last().equals(lastBefore);
    return context.isShort() && isNothingNew
        ? new HoursAfter(context, end.get())
        : new CatchUp(context, end);
  }

  /** A bar that another one follows is finished. */
  private void dropUnfinished(TreeMap<BarTime, HistoricalBar> answer) {
    if (end.isPresent() && context.isDay()) {
      answer.tailMap(end.get(), true).clear(); // the sessions in which the range ends
      return;
    }
    Instant until = end.map(BarTime::start).orElse(askedAt);
    if (!answer.isEmpty()
        && !context.closes().isFinished(answer.lastEntry().getValue(), context.barSize(), until)) {
      answer.pollLastEntry();
    }
  }

  /** Whether an answer to a request for the whole series tells that there are no older bars. */
  private boolean isAllThereIs() {
    return asksForAll && requests.comesWhole() && unsaved.firstKey().isAfter(held.goal());
  }

  /**
   * Looks for bars before the range of one request: short ones may have ended longer ago.
   *
   * @param why why there are no bars up to now
   */
  private CollectionPhase lookBack(String why) {
    if (!context.isShort()) {
      return new Failed(why);
    }
    if (held.reachesGoal()) {
      return new HoleSearch(context);
    }
    BarTime now = BarTime.of(askedAt);
    return new HoursBefore(new WayBack(context, why), now, now.plus(requests.step().negated()));
  }

  @Override
  public boolean isUpToDate() {
    return false;
  }
}
