package dev.ibintents.trading.statement;

import dev.ibintents.environment.TradingMode;
import dev.ibintents.ibapi.Deadline;
import dev.ibintents.store.DocumentStore;
import java.time.Clock;
import java.time.Duration;
import java.util.SortedSet;

/**
 * The surroundings of an import.
 *
 * @param store the documents: the store, or a draft of it in a dry run
 * @param mode the trading mode of the books
 * @param clock the clock for times in documents
 * @param invocation the invocation, which documents name
 * @param deadline the end of the invocation
 * @param ignoredContracts the contracts that are not compared
 */
public record ImportContext(
    DocumentStore store,
    TradingMode mode,
    Clock clock,
    String invocation,
    Deadline deadline,
    SortedSet<Integer> ignoredContracts) {
  /** The time that is left for the answer. */
  private static final Duration RESERVE = Duration.ofSeconds(3);

  /**
   * Requires that there is time for one more row.
   *
   * @param done the number of rows that are done
   * @param all the number of all rows
   * @throws StatementUnfinishedException if there is none; the rows before are posted
   */
  void requireTime(int done, int all) {
    if (deadline.remaining().compareTo(RESERVE) < 0) {
      throw new StatementUnfinishedException(done, all);
    }
  }
}
