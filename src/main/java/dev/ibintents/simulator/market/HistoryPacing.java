package dev.ibintents.simulator.market;

import dev.ibintents.simulator.clock.MarketClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The limits of the historical data service (TWS API, "Historical Data Limitations").
 *
 * <p>They apply to bars of 30 seconds and less, and to head timestamps. A query that would break a
 * limit is refused, and does not count. Times are those of the market's clock; if it is slower than
 * real time, or stands still, real time counts, too. Safe for several threads.
 */
public final class HistoryPacing {
  private static final Duration WINDOW_OF_QUERY = Duration.ofSeconds(15);
  private static final Duration WINDOW_OF_CONTRACT = Duration.ofSeconds(2);
  private static final Duration WINDOW_OF_ALL = Duration.ofMinutes(10);
  private static final int MOST_OF_CONTRACT = 5;
  private static final int MOST_OF_ALL = 60;

  /**
   * A query that was admitted.
   *
   * @param time when it was admitted, by the market's clock
   * @param nanos when it was admitted, in terms of {@link System#nanoTime()}
   * @param query everything that it asked for
   * @param contract the instrument, the exchange and the kind of data
   * @param weight 2 for bid and ask together, otherwise 1
   */
  private record AdmittedQuery(
      Instant time, long nanos, Object query, Object contract, int weight) {
    boolean isWithin(Duration window, MarketClock clock) {
      return time.plus(window).isAfter(clock.instant())
          && (clock.speed() >= 1 || System.nanoTime() - nanos < window.toNanos());
    }
  }

  private final MarketClock clock;
  private final Deque<AdmittedQuery> admitted = new ArrayDeque<>();

  /** Limits the queries by the market's time. */
  public HistoryPacing(MarketClock clock) {
    this.clock = clock;
  }

  /**
   * Admits a query if it breaks no limit.
   *
   * @return false if the query must be refused
   */
  public synchronized boolean admits(Object query, Object contract, int weight) {
    while (!admitted.isEmpty() && !admitted.peekFirst().isWithin(WINDOW_OF_ALL, clock)) {
      admitted.removeFirst();
    }
    int weightOfAll = weight;
    int weightOfContract = weight;
    for (AdmittedQuery former : admitted) {
      weightOfAll += former.weight();
      if (former.contract().equals(contract) && former.isWithin(WINDOW_OF_CONTRACT, clock)) {
        weightOfContract += former.weight();
      }
      if (former.query().equals(query) && former.isWithin(WINDOW_OF_QUERY, clock)) {
        return false;
      }
    }
    if (weightOfAll > MOST_OF_ALL || weightOfContract > MOST_OF_CONTRACT) {
      return false;
    }
    admitted.addLast(
        new AdmittedQuery(clock.instant(), System.nanoTime(), query, contract, weight));
    return true;
  }
}
