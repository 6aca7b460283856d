package dev.ibintents.exactlyonce;

import static com.google.common.truth.Truth.assertWithMessage;

import dev.ibintents.environment.TradingMode;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.Query;
import dev.ibintents.store.Transaction;
import dev.ibintents.strategy.LastRunDocument;
import dev.ibintents.strategy.StateDocument;
import dev.ibintents.trading.ledger.Run;
import dev.ibintents.trading.ledger.RunDocument;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Proves that the memories of strategies are right at any moment, even after a process has died. A
 * memory counts each run that was planned with its strategy once. The last-run document names the
 * last of them.
 */
final class StateProof {
  private static final List<String> STRATEGIES = List.of("a", "b");

  private StateProof() {}

  /** Compares memories and plans as of one moment. */
  static void check(DocumentStore store) {
    store.<Void, RuntimeException>runTransaction(
        transaction -> {
          List<Run> runs =
              transaction.query(Query.in("runs")).stream().map(RunDocument::run).toList();
          STRATEGIES.forEach(strategy -> check(transaction, strategy, runs));
          return null;
        });
  }

  private static void check(Transaction transaction, String strategy, List<Run> runs) {
    List<Run> planned = runs.stream().filter(run -> run.exposures().containsKey(strategy)).toList();
    Map<String, Object> memory =
        StateDocument.values(transaction.get(StateDocument.path(TradingMode.PAPER, strategy)));
    assertWithMessage("runs that %s has counted, of %s", strategy, planned)
        .that(new BigDecimal(memory.getOrDefault(CountingWeights.RUNS, 0).toString()))
        .isEqualToIgnoringScale(BigDecimal.valueOf(planned.size()));
    Optional<Run> last = planned.stream().max(Comparator.comparingLong(Run::begunToken));
    assertWithMessage("the last run of %s", strategy)
        .that(
            transaction
                .get(LastRunDocument.path(TradingMode.PAPER, strategy))
                .map(found -> LastRunDocument.run(found).time()))
        .isEqualTo(last.map(Run::begunAt));
  }
}
