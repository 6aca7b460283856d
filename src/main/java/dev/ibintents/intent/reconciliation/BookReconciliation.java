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
   * @param activity is told what was found
   */
  public BookReconciliation(TradingTools tools, Activity activity) {
    this.tools = tools;
    this.activity = activity;
  }

  /**
   * Does it. Once holdings and portfolio agree, the books are the account's.
   *
   * @param correction what is to be added to the holdings as well, if anything
   * @throws HoldingsMismatchException if holdings and portfolio differ; what was booked stays
   * @throws AdoptionRefusedException if they would differ with the correction, which is not booked
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

  /** The books as {@link #run} has left them, for a plan that is made next. */
  public Reconciled reconciled() {
    return reconciled;
  }
}
