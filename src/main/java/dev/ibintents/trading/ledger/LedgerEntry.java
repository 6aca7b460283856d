package dev.ibintents.trading.ledger;

import dev.ibintents.environment.TradingMode;
import dev.ibintents.store.Document;
import dev.ibintents.store.Query;
import dev.ibintents.store.Transaction;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An order in the ledger, with its run.
 *
 * @param path the path of the run's document
 * @param run the run, which may have ended long ago
 * @param leg the order
 */
public record LedgerEntry(String path, Run run, Leg leg) {
  /** The order of this reference, if the ledger has it. */
  public static Optional<LedgerEntry> find(
      Transaction transaction, TradingMode mode, String orderRef) {
    Optional<Long> token = RunKey.tokenOf(orderRef);
    if (token.isEmpty()) {
      return Optional.empty();
    }
    Query begun =
        Query.in(RunDocument.COLLECTION)
            .whereEqualTo(RunDocument.MODE, mode.id())
            .whereEqualTo(RunDocument.BEGUN_TOKEN, token.get());
    return transaction.query(begun).stream()
        .flatMap(document -> in(document, orderRef).stream())
        .findFirst();
  }

  private static Optional<LedgerEntry> in(Document document, String orderRef) {
    Run run = RunDocument.run(document);
    return run.leg(orderRef).map(leg -> new LedgerEntry(document.path(), run, leg));
  }

  /** Whether the ledger says that the broker does not have the order. */
  public boolean deniesOrder() {
    return leg.state().isTerminal() && leg.state() != LegState.DONE;
  }

  /**
   * Writes that the broker has the order after all. This needs no lease, because it is a fact that
   * stays true, whichever invocation writes it. The run's result does not change.
   */
  public void correct(
      Transaction transaction, int orderId, long permId, String message, Instant now) {
    LegUpdate proof =
        new LegUpdate(leg.orderRef(), LegState.ACKNOWLEDGED, orderId, permId, message);
    transaction.set(path, RunDocument.fields(run.with(List.of(proof), run.token(), now)));
  }
}
