package dev.ibintents.intent.reconciliation;

import dev.ibintents.intent.Activity;
import dev.ibintents.intent.trade.TradingTools;
import dev.ibintents.trading.books.BooksAccount;
import dev.ibintents.trading.books.Reconciled;
import dev.ibintents.trading.books.Reconciliation.Correction;
import java.util.Optional;

/** The step that brings the books in line with the broker, and fails if they do not match. */
public final class BookReconciliation {
  private final TradingTools tools;
  private final Activity activity;
  private Reconciled reconciled;

  /**
   * @param tools the invocation's tools; its gateway is connected
   * @param activity records the result
   */
  public BookReconciliation(TradingTools tools, Activity activity) {
    this.tools = tools;
    this.activity = activity;
  }

  /**
   * Reconciles the books with the broker. When holdings and portfolio match, the books are marked
   * as the account's.
   *
   * @param correction the correction to add to the holdings, if there is one
   * @throws HoldingsMismatchException if holdings and portfolio differ; bookings stay
   * @throws AdoptionRefusedException if holdings and portfolio would differ with the correction; it
   *     is not booked
   */
  public ReconciliationAnswer run(Optional<Correction> correction) {
    reconciled = tools.reconciliation().run(correction);
    ReconciliationAnswer answer = ReconciliationAnswer.of(reconciled);
    activity.add("books", answer.outcome());
    if (!reconciled.leftByAdoption().isEmpty()) {
      throw new AdoptionRefusedException(
          correction.orElseThrow().adoption(),
          ReconciliationAnswer.differing(reconciled.leftByAdoption(), reconciled),
          answer);
    }
    HoldingsMismatchException.requireMatch(reconciled, answer);
    new BooksAccount(tools.store(), tools.environment().variables().tradingMode())
        .claim(tools.account(), tools.environment().clock().instant());
    return answer;
  }

  /** The books after {@link #run}, for the plan that follows. */
  public Reconciled reconciled() {
    return reconciled;
  }
}
