package dev.ibintents.intent.allocation;

import dev.ibintents.intent.trade.RunBeginning;
import dev.ibintents.strategy.InvocationContext.StateUse;
import dev.ibintents.strategy.LastRun;
import dev.ibintents.strategy.LastRunDocument;
import dev.ibintents.strategy.StateDocument;
import dev.ibintents.trading.ledger.AccompanyingWrites;
import dev.ibintents.trading.ledger.Run;
import dev.ibintents.trading.ledger.RunDocument;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * The past of the strategies that a run was planned with: their signals, and their memories. It is
 * written in the transaction in which the run begins, so that it is written once for each run.
 *
 * @param strategies the strategies that the run was planned with
 */
record StrategyRecords(List<AllocatedStrategy> strategies) implements RunBeginning {

  /** The past of these strategies, without those that got no targets. */
  static StrategyRecords of(List<AllocatedStrategy> strategies, Collection<String> planned) {
    return new StrategyRecords(
        strategies.stream().filter(strategy -> planned.contains(strategy.id())).toList());
  }

  @Override
  public AccompanyingWrites entry() {
    return (transaction, run) -> {
      for (AllocatedStrategy strategy : strategies) {
        strategy
            .state()
            .ifPresent(
                use -> {
                  String path = StateDocument.path(run.mode(), strategy.id());
                  if (!StateDocument.values(transaction.get(path)).equals(use.before())) {
                    throw new StateChangedException(path);
                  }
                });
      }
      return writing -> {
        for (AllocatedStrategy strategy : strategies) {
          writing.set(
              LastRunDocument.path(run.mode(), strategy.id()),
              LastRunDocument.fields(
                  RunDocument.path(run.id()),
                  LastRun.of(run.begunAt(), strategy.signalsByConId())));
          strategy
              .state()
              .filter(use -> !use.after().equals(use.before()))
              .ifPresent(
                  use ->
                      writing.set(StateDocument.path(run.mode(), strategy.id()), fields(use, run)));
        }
      };
    };
  }

  private static Map<String, Object> fields(StateUse use, Run run) {
    return StateDocument.fields(use.after(), RunDocument.path(run.id()), run.begunAt());
  }
}
