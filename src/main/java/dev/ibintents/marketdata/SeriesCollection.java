package dev.ibintents.marketdata;

import dev.ibintents.gateway.HistoricalRequest;
import dev.ibintents.gateway.HistoricalRequests;
import dev.ibintents.gateway.ResolvedContract;
import dev.ibintents.ibapi.BarSize;
import dev.ibintents.ibapi.ConnectivityLostException;
import dev.ibintents.ibapi.HistoricalBar;
import dev.ibintents.ibapi.NoHistoricalDataException;
import dev.ibintents.store.FieldException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collects what is missing of one series: first from its last bar up to now, then what is wanted
 * before its first, then what is missing between the two. It is saved as it comes, so that whatever
 * breaks off loses nothing, and the next collection goes on from there.
 *
 * <p>The bars of a series have no holes. So what comes has to meet what is held: each request
 * reaches back beyond the last bar held, and while its answer does not, what lies between is asked
 * for before anything is saved. Where they overlap, they are compared: the last bar held may have
 * been corrected, but if most of those before it have changed, the broker has rewritten the history
 * (a split, a dividend in adjusted bars), and the series is begun anew.
 *
 * <p>A request for short bars does not reach over a night. Where one brings nothing new, {@link
 * TradedHours} say where to go on.
 */
final class SeriesCollection implements HistoricalRequests.Job {
  private static final Logger logger = LoggerFactory.getLogger(SeriesCollection.class);

  private static final int MOST_RESTARTS = 2;

  /** For how long the broker keeps bars of 30 seconds and less. */
  private static final HistoryLength OF_SHORT_BARS = new HistoryLength(6, 'M');

  /** What the answer that is awaited is about. */
  private enum Asked {
    /** The bars up to now. */
    UP_TO_NOW,
    /** Bars up to some time before now, which follow those that are held. */
    CATCH_UP,
    /** The bars before the first one. */
    BEFORE,
    /** In which hours there are bars at all, after those that are held or before them. */
    HOURS,
    /** Where the history begins. */
    HEAD,
    /** Bars between the first and the last that are held. */
    HOLE
  }

  private final BarSize barSize;
  private final ZoneId zone;
  private final SessionCloses closes;
  private final SeriesRequests requests;
  private final Optional<HistoryLength> length;
  private final Clock clock;
  private final HeldSeries held;
  private final Optional<LocalDate> expiry;
  private final Supplier<List<SeriesIndex>> all;
  private HoleSearch holes;
  private final Set<LocalDate> idleBefore = new TreeSet<>();

  private boolean hasBegun;
  private Asked asked;
  private Instant askedAt;
  private BarTime target;
  private boolean asksForAll;
  private final TreeMap<BarTime, HistoricalBar> walked = new TreeMap<>();
  private BarTime covered;
  private boolean isUpToDate;
  private Optional<BarTime> head = Optional.empty();
  private boolean needsHead;
  private BarTime probe;
  private BarTime reached;
  private boolean needsHours;
  private BarTime hoursEnd;
  private String whyEmpty;
  private boolean isBackAtGoal;
  private int restarts;
  private String failure;

  /**
   * @param wanted the series, and how far back it is wanted
   * @param store where series are written
   * @param bars where they are read
   * @param clock tells the time
   * @param all the series that are stored, read when it is first asked for
   */
  SeriesCollection(
      Collector.Wanted wanted,
      SeriesStore store,
      Bars bars,
      Clock clock,
      Supplier<List<SeriesIndex>> all) {
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
    this.all = all;
    this.expiry = expiry(resolved.details().lastTrade());
  }

  /** The day at the beginning of the broker's words for when it trades last, if there is one. */
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
      logger.debug("\"{}\" is no day on which anything expires", lastTrade, e);
      return Optional.of(LocalDate.EPOCH); // it expires, so that its end is no gap
    }
  }

  private void begin() {
    hasBegun = true;
    try {
      held.read();
    } catch (FieldException e) {
      fail(e);
    }
    BarTime goal =
        length.map(this::start).or(held.index()::wanted).orElseGet(() -> start(usualLength()));
    held.goal(barSize.isShort() ? goal.orLater(oldestShortBar()) : goal);
    idleBefore.addAll(held.index().idleDays());
    if (barSize.isShort()) {
      idleBefore.removeIf(day -> held.index().firstOn(day).isBefore(oldestShortBar()));
    }
  }

  private BarTime oldestShortBar() {
    return start(OF_SHORT_BARS);
  }

  private HistoryLength usualLength() {
    return HistoryLength.usual(barSize);
  }

  private BarTime start(HistoryLength of) {
    return of.start(barSize, clock.instant(), zone);
  }

  private void fail(RuntimeException why) {
    failure = words(why);
  }

  private static String words(RuntimeException why) {
    return why.getClass().getSimpleName() + ": " + why.getMessage();
  }

  @Override
  public Optional<HistoricalRequest> next() {
    if (!hasBegun) {
      begin();
    }
    askedAt = clock.instant();
    if (isDone()) {
      return failure == null ? hole() : Optional.empty();
    }
    if (needsHead) {
      asked = Asked.HEAD;
      return Optional.of(requests.head());
    }
    if (needsHours) {
      return Optional.of(hours());
    }
    if (!walked.isEmpty()) {
      return Optional.of(requests.upTo(walked.firstKey(), held.last()));
    }
    return Optional.of(isUpToDate ? beforeFirst() : afterLast());
  }

  private boolean isDone() {
    return failure != null || isUpToDate && isBack();
  }

  private boolean isBack() {
    return isBackAtGoal || held.reachesGoal();
  }

  /** When both ends are done, what is missing between them. */
  private Optional<HistoricalRequest> hole() {
    asked = Asked.HOLE;
    if (holes == null) {
      holes = new HoleSearch(held, requests, idleBefore, clock, all);
    }
    return holes.next();
  }

  private HistoricalRequest afterLast() {
    asked = Asked.UP_TO_NOW;
    LocalDate today = LocalDate.ofInstant(askedAt, zone);
    asksForAll = held.isEmpty() || requests.comesWhole() && !held.reachesGoal();
    if (asksForAll) {
      return requests.upToNow(held.goal(), today);
    }
    BarTime from = covered == null ? held.last() : covered.orLater(held.last());
    target = (barSize.isShort() ? from.orLater(oldestShortBar()) : from).plus(requests.step());
    if (requests.comesWhole() || !target.beginning(zone).isBefore(askedAt)) {
      return requests.upToNow(held.last(), today);
    }
    asked = Asked.CATCH_UP;
    return requests.upTo(target, held.last());
  }

  private HistoricalRequest hours() {
    asked = Asked.HOURS;
    BarTime now = BarTime.of(askedAt);
    hoursEnd = isUpToDate ? probe : covered.plus(SeriesRequests.STEP_OF_HOURS).orEarlier(now);
    return requests.hours(hoursEnd);
  }

  private HistoricalRequest beforeFirst() {
    asked = Asked.BEFORE;
    if (probe == null) {
      probe = held.first();
    }
    return requests.upTo(probe, held.goal());
  }

  @Override
  public void bars(List<HistoricalBar> answer) {
    List<HistoricalBar> bars = ofThisKind(answer);
    if (bars.isEmpty() && !answer.isEmpty()) {
      failure = "the gateway sent dates for bars of " + barSize + ", not times";
      return;
    }
    TreeMap<BarTime, HistoricalBar> inOrder = new TreeMap<>();
    bars.forEach(bar -> inOrder.put(BarTime.of(bar), bar));
    unlessBroken(
        () -> {
          if (asked == Asked.HOLE) {
            restartUnless(holes.bars(bars));
          } else if (asked == Asked.HOURS) {
            take(new TradedHours(bars));
          } else if (asked == Asked.BEFORE) {
            prepend(inOrder);
          } else {
            append(inOrder);
          }
        });
  }

  /** Bars of days have dates, and shorter ones have times; one of the other kind is left out. */
  private List<HistoricalBar> ofThisKind(List<HistoricalBar> answer) {
    boolean isDay = asked != Asked.HOURS && barSize.isDay();
    List<HistoricalBar> bars =
        isDay
            ? answer.stream().map(bar -> bar.onDay(zone)).toList()
            : answer.stream().filter(bar -> bar.start().isPresent()).toList();
    if (bars.size() < answer.size()) {
      logger.warn(
          "{} of {} bars have a date instead of a time and are left out",
          answer.size() - bars.size(),
          answer.size());
    }
    return bars;
  }

  /** What cannot be read of a series is its own failure; the others go on. */
  private void unlessBroken(Runnable step) {
    int generation = held.index().generation();
    try {
      step.run();
    } catch (SeriesBegunAnewException e) {
      logger.info("{}", e.getMessage());
      restart();
      if (failure == null && held.index().generation() == generation) {
        fail(SeriesStore.missing(e.path(), held.index().series()));
      }
    } catch (FieldException e) {
      fail(e);
    }
  }

  private void append(TreeMap<BarTime, HistoricalBar> answer) {
    dropUnfinished(answer);
    boolean isFarther =
        !answer.isEmpty() && (walked.isEmpty() || answer.firstKey().isBefore(walked.firstKey()));
    answer.forEach(walked::putIfAbsent);
    if (isFarther && !held.isEmpty() && walked.firstKey().isAfter(held.last())) {
      return; // there may be bars between; the next request asks for them
    }
    if (held.isContradictedBy(walked)) {
      logger.info("The history of {} was rewritten; it is collected anew", held.index().contract());
      held.beginAnew();
      restart();
      return;
    }
    Optional<BarTime> lastBefore = held.index().last();
    if (!walked.isEmpty() && !held.save(walked.values(), isAllThereIs())) {
      restart();
      return;
    }
    walked.clear();
    isUpToDate = asked == Asked.UP_TO_NOW;
    covered = target;
    needsHours = !isUpToDate && barSize.isShort() && held.index().last().equals(lastBefore);
    if (isUpToDate && held.isEmpty()) {
      lookBack("there is no finished bar yet");
    }
  }

  /** There is nothing up to now; short bars may have ended longer ago than a request reaches. */
  private void lookBack(String why) {
    if (!barSize.isShort()) {
      failure = why;
      return;
    }
    isUpToDate = true;
    whyEmpty = why;
    probe = BarTime.of(askedAt);
    reached = probe.plus(requests.step().negated());
    needsHours = true;
  }

  private void take(TradedHours hours) {
    needsHours = false;
    if (isUpToDate) {
      goBack(hours);
    } else {
      goOn(hours);
    }
  }

  /** There are no bars for some time after those that are held. */
  private void goOn(TradedHours hours) {
    Optional<BarTime> from = hours.from(covered);
    needsHours = from.isEmpty() && hoursEnd.isBefore(BarTime.of(askedAt));
    covered = from.orElse(hoursEnd);
  }

  /** A bar that another one follows is finished. */
  private void dropUnfinished(TreeMap<BarTime, HistoricalBar> answer) {
    if (asked == Asked.CATCH_UP && barSize.isDay()) {
      answer.tailMap(target, true).clear(); // the sessions in which the range ends
      return;
    }
    Instant end = asked == Asked.CATCH_UP ? target.start() : askedAt;
    if (!answer.isEmpty() && !closes.isFinished(answer.lastEntry().getValue(), barSize, end)) {
      answer.pollLastEntry();
    }
  }

  /** An answer to a request for all of it tells that there is no more. */
  private boolean isAllThereIs() {
    return asksForAll && requests.comesWhole() && walked.firstKey().isAfter(held.goal());
  }

  private void prepend(TreeMap<BarTime, HistoricalBar> answer) {
    List<HistoricalBar> older =
        List.copyOf((held.isEmpty() ? answer : answer.headMap(held.first(), false)).values());
    if (!older.isEmpty()) {
      probe = null;
      if (!held.save(older, false)) {
        restart();
      }
      return;
    }
    reached = probe.plus(requests.step().negated());
    if (barSize.isShort()) {
      needsHours = true;
    } else {
      goBackUnlessItBegins();
    }
  }

  /** There are no bars for some time before the probe. */
  private void goBack(TradedHours hours) {
    Optional<BarTime> until = hours.until(reached);
    if (until.isPresent()) {
      reached = until.get();
      if (held.isEmpty() && !reached.isAfter(held.goal())) {
        // A length is counted from where bars end if it would not reach them otherwise.
        held.goal(length.orElseGet(this::usualLength).start(barSize, reached.start(), zone));
      }
      goBack();
    } else if (held.isEmpty()) {
      failure = whyEmpty;
    } else {
      reached = hoursEnd.plus(SeriesRequests.STEP_OF_HOURS.negated());
      goBackUnlessItBegins();
    }
  }

  private void goBackUnlessItBegins() {
    if (head.isEmpty()) {
      needsHead = true;
    } else if (!head.get().isBefore(reached.orLater(held.goal()))) {
      if (!held.save(List.of(), true)) {
        restart();
      }
    } else {
      goBack();
    }
  }

  private void goBack() {
    if (reached.isAfter(held.goal())) {
      probe = reached;
    } else if (held.isEmpty()) {
      failure = whyEmpty;
    } else {
      isBackAtGoal = true;
    }
  }

  @Override
  public void head(Instant begins) {
    needsHead = false;
    head =
        Optional.of(
            barSize.isDay() ? BarTime.of(LocalDate.ofInstant(begins, zone)) : BarTime.of(begins));
    unlessBroken(this::goBackUnlessItBegins);
  }

  @Override
  public void failed(RuntimeException why) {
    if (why instanceof ConnectivityLostException) {
      fail(why); // nothing was answered, so that nothing is known to be empty
    } else if (asked == Asked.HOLE) {
      unlessBroken(() -> restartUnless(holes.failed(why)));
    } else if (asked == Asked.HEAD) {
      logger.info("Where the history begins is not known: {}", why.getMessage());
      needsHead = false;
      isBackAtGoal = true;
    } else if (why instanceof NoHistoricalDataException) {
      if (asked == Asked.UP_TO_NOW && held.isEmpty()) {
        lookBack(words(why));
      } else {
        bars(List.of());
      }
    } else {
      fail(why);
    }
  }

  private void restartUnless(boolean isSaved) {
    if (!isSaved) {
      restart();
    }
  }

  /** The series was begun anew, by somebody else or by this collection. */
  private void restart() {
    if (restarts++ == MOST_RESTARTS) {
      failure = "its history changed while it was collected; try again later";
      return;
    }
    try {
      held.read();
    } catch (FieldException e) {
      fail(e);
    }
    walked.clear();
    covered = null;
    isUpToDate = false;
    probe = null;
    needsHours = false;
    isBackAtGoal = false;
    holes = null;
  }

  /** What became of it so far. */
  Collected collected() {
    if (!hasBegun) {
      begin(); // it has had no turn
    }
    LocalDate today = LocalDate.ofInstant(clock.instant(), zone);
    return held.collected(
        Optional.ofNullable(failure),
        failure == null ? remaining() : List.of(),
        expiry.filter(today::isAfter).orElse(today));
  }

  private List<Collected.Range> remaining() {
    List<Collected.Range> remaining = new ArrayList<>();
    if (!isUpToDate || held.isEmpty()) {
      BarTime now =
          barSize.isDay()
              ? BarTime.of(LocalDate.ofInstant(clock.instant(), zone))
              : BarTime.of(clock.instant());
      remaining.add(
          new Collected.Range(
              (held.isEmpty() ? held.goal() : held.last()).toString(), now.toString()));
    }
    if (!held.isEmpty() && !isBack()) {
      remaining.add(new Collected.Range(held.goal().toString(), held.first().toString()));
    }
    return remaining;
  }
}
