package dev.ibintents.intent.allocation;

import dev.ibintents.intent.trade.RunBeginning;
import dev.ibintents.store.Document;
import dev.ibintents.store.Transaction;
import dev.ibintents.strategy.InvocationContext.StateUse;
import dev.ibintents.strategy.LastRun;
import dev.ibintents.strategy.LastRunDocument;
import dev.ibintents.strategy.NoSignalsException;
import dev.ibintents.strategy.StateDocument;
import dev.ibintents.trading.ledger.AccompanyingWrites;
import dev.ibintents.trading.ledger.AccompanyingWrites.Writes;
import dev.ibintents.trading.ledger.Run;
import dev.ibintents.trading.ledger.RunDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The past of the strategies that a run was planned with: their signals, and their memories. It is
 * written in the transaction in which the run begins, so that it is written once for each run.
 *
 * @param strategies the strategies that the run was planned with
 */
record StrategyRecords(List<AllocatedStrategy> strategies) implements RunBeginning {

  @Override
  public AccompanyingWrites entry() {
    return (transaction, run) -> {
      List<Writes> all = new ArrayList<>();
      for (AllocatedStrategy strategy : strategies) {
        all.add(lastRun(strategy, run));
        strategy
            .state()
            .ifPresent(
                use ->
                    all.add(
                        memory(
                            transaction, StateDocument.path(run.mode(), strategy.id()), use, run)));
      }
      return writing -> all.forEach(writes -> writes.write(writing));
    };
  }

  private static Writes lastRun(AllocatedStrategy strategy, Run run) {
    LastRun planned = LastRun.of(run.begunAt(), strategy.signalsByConId());
    return writing ->
        writing.set(
            LastRunDocument.path(run.mode(), strategy.id()),
            LastRunDocument.fields(RunDocument.path(run.id()), planned));
  }

  private static Writes memory(Transaction transaction, String path, StateUse use, Run run) {
    Optional<Document> document = transaction.get(path);
    if (!isStill(use.before(), document)) {
      throw new StateChangedException(path);
    }
    if (use.after().equals(use.before())) {
      return writing -> {};
    }
    Map<String, Object> fields =
        StateDocument.fields(use.after(), RunDocument.path(run.id()), run.begunAt());
    return document.isPresent()
        ? writing -> writing.update(path, fields) // the fields of its user stay
        : writing -> writing.set(path, fields);
  }

  private static boolean isStill(Map<String, Object> values, Optional<Document> document) {
    try {
      return StateDocument.values(document).equals(values);
    } catch (NoSignalsException e) {
      return false; // it was valid when the strategy read it
    }
  }
}
