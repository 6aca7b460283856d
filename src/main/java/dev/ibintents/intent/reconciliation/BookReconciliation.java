package dev.ibintents.intent.reconciliation;

import dev.ibintents.environment.Environment;
import dev.ibintents.intent.Account;
import dev.ibintents.intent.Activity;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.trading.books.BooksAccount;
import dev.ibintents.trading.books.Reconciled;
import dev.ibintents.trading.books.Reconciliation;
import dev.ibintents.trading.books.Reconciliation.Correction;
import java.util.Optional;

/** The step that brings the books in line with the broker, and fails if they do not match. */
public final class BookReconciliation {
  private final Environment environment;
  private final DocumentStore store;
  private final Activity activity;
  private Reconciled reconciled;

  /**
   * @param environment what the invocation works with; its gateway is connected
   * @param store where the books are: the environment's, or a draft of it to change nothing
   * @param activity is told what was found
   */
  public BookReconciliation(Environment environment, DocumentStore store, Activity activity) {
    this.environment = environment;
    this.store = store;
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
    String account =
        Account.of(environment.configuration(), environment.gateway().session().managedAccounts());
    reconciled = new Reconciliation(environment, store, account).run(correction);
    ReconciliationAnswer answer = ReconciliationAnswer.of(reconciled);
    activity.add("books", answer.outcome());
    if (!reconciled.leftByAdoption().isEmpty()) {
      throw new AdoptionRefusedException(
          correction.orElseThrow().adoption(),
          ReconciliationAnswer.differing(reconciled.leftByAdoption(), reconciled),
          answer);
    }
    HoldingsMismatchException.requireMatch(reconciled, answer);
    new BooksAccount(store, environment.variables().tradingMode())
        .claim(account, environment.clock().instant());
    return answer;
  }

  /** The books as {@link #run} has left them, for a plan that is made next. */
  public Reconciled reconciled() {
    return reconciled;
  }
}
