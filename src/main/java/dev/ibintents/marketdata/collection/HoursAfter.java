package dev.ibintents.marketdata.collection;

import dev.ibintents.gateway.HistoricalRequest;
import dev.ibintents.marketdata.BarTime;
import java.time.Instant;
import java.util.Optional;

/**
 * The phase that finds the next hour with bars after those that are held. It follows a request for
 * short bars that has brought nothing new.
 */
final class HoursAfter implements CollectionPhase {
  private final CollectionContext context;
  private final BarTime covered;
  private Instant askedAt;
  private BarTime end;

  /**
   * @param covered up to when bars have been asked for
   */
  HoursAfter(CollectionContext context, BarTime covered) {
    this.context = context;
    this.covered = covered;
  }

  @Override
  public Optional<HistoricalRequest> next() {
    askedAt = context.now();
    end = covered.plus(SeriesRequests.STEP_OF_HOURS).orEarlier(BarTime.of(askedAt));
    return Optional.of(context.requests().hours(end));
  }

  @Override
  public CollectionPhase take(Answer answer) {
    return answer.ifBars(
        bars -> {
          Optional<BarTime> from = new TradedHours(bars).from(covered);
          boolean isBeforeNow = end.isBefore(BarTime.of(askedAt));
          return from.isEmpty() && isBeforeNow
              ? new HoursAfter(context, end)
              : new CatchUp(context, Optional.of(from.orElse(end)));
        });
  }

  @Override
  public boolean isUpToDate() {
    return false;
  }
}
