package dev.ibintents.marketdata.collection;

import dev.ibintents.gateway.HistoricalRequest;
import dev.ibintents.marketdata.BarTime;
import java.util.Optional;

/**
 * The phase that finds the last hour with bars before those that are held. It follows a request for
 * short bars that has brought nothing.
 *
 * @param way the way back
 * @param end the end of the range that is asked for
 * @param reached the beginning of the range without bars
 */
record HoursBefore(WayBack way, BarTime end, BarTime reached) implements CollectionPhase {
  @Override
  public Optional<HistoricalRequest> next() {
    return Optional.of(way.context().requests().hours(end));
  }

  @Override
  public CollectionPhase take(Answer answer) {
    return answer.ifBars(bars -> back(new TradedHours(bars)));
  }

  private CollectionPhase back(TradedHours hours) {
    HeldSeries held = way.context().held();
    Optional<BarTime> until = hours.until(reached);
    if (until.isPresent()) {
      if (held.isEmpty() && !until.get().isAfter(held.goal())) {
        // A length is counted from where bars end if it would not reach them otherwise.
        held.goal(way.context().goalBefore(until.get().start()));
      }
      return way.from(until.get());
    }
    return held.isEmpty()
        ? new Failed(way.whyEmpty())
        : way.unlessBegun(end.plus(SeriesRequests.STEP_OF_HOURS.negated()));
  }
}
