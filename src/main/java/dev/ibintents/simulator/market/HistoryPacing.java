package dev.ibintents.simulator.market;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * The limits of the historical data service on bars of 30 seconds and less, and on head timestamps
 * (TWS API, "Historical Data Limitations"): a query that would break one is refused, and does not
 * count. Safe for several threads.
 */
public final class HistoryPacing {
  private static final Duration OF_THE_SAME = Duration.ofSeconds(15);
  private static final Duration OF_ONE_CONTRACT = Duration.ofSeconds(2);
  private static final Duration OF_ALL = Duration.ofMinutes(10);
  private static final int MOST_OF_ONE_CONTRACT = 5;
  private static final int MOST_OF_ALL = 60;

  /**
   * A query that was let through.
   *
   * @param at when
   * @param query all that it asked for
   * @param contract which instrument on which exchange, and which kind of data
   * @param weight 2 for bid and ask together, else 1
   */
  private record Passed(Instant at, Object query, Object contract, int weight) {}

  private final Deque<Passed> passed = new ArrayDeque<>();

  /** Whether a query is let through now. */
  public synchronized boolean lets(Object query, Object contract, int weight, Instant now) {
    while (!passed.isEmpty() && !passed.peekFirst().at().plus(OF_ALL).isAfter(now)) {
      passed.removeFirst();
    }
    int ofAll = weight;
    int ofContract = weight;
    for (Iterator<Passed> each = passed.descendingIterator(); each.hasNext(); ) {
      Passed one = each.next();
      ofAll += one.weight();
      if (one.contract().equals(contract) && one.at().plus(OF_ONE_CONTRACT).isAfter(now)) {
        ofContract += one.weight();
      }
      if (one.query().equals(query) && one.at().plus(OF_THE_SAME).isAfter(now)) {
        return false;
      }
    }
    if (ofAll > MOST_OF_ALL || ofContract > MOST_OF_ONE_CONTRACT) {
      return false;
    }
    passed.addLast(new Passed(now, query, contract, weight));
    return true;
  }
}
