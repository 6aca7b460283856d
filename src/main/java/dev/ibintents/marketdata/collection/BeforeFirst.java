package dev.ibintents.marketdata.collection;

import dev.ibintents.gateway.HistoricalRequest;
import dev.ibintents.ibapi.HistoricalBar;
import dev.ibintents.marketdata.BarTime;
import java.util.List;
import java.util.Optional;

/**
 * The phase that collects the bars before the first one that is held, back to the goal.
 *
 * @param way the way back
 * @param end the end of the range that is asked for
 */
record BeforeFirst(WayBack way, BarTime end) implements CollectionPhase {
  /** Begins with the first bar that is held; there must be one. */
  static BeforeFirst of(CollectionContext context) {
    return new BeforeFirst(new WayBack(context, "there are no bars"), context.held().first());
  }

  @Override
  public Optional<HistoricalRequest> next() {
    return Optional.of(context().requests().upTo(end, context().held().goal()));
  }

  private CollectionContext context() {
    return way.context();
  }

  @Override
  public CollectionPhase take(Answer answer) {
    return answer.ifBars(this::prepend);
  }

  private CollectionPhase prepend(List<HistoricalBar> answer) {
    HeldSeries held = context().held();
    List<HistoricalBar> older =
        held.isEmpty()
            ? answer
            : answer.stream().filter(bar -> BarTime.of(bar).isBefore(held.first())).toList();
    if (!older.isEmpty()) {
      return held.save(older, false) ? context().back() : context().restart();
    }
    BarTime reached = end.plus(context().requests().step().negated());
    return context().isShort() ? new HoursBefore(way, end, reached) : way.unlessBegun(reached);
  }
}
