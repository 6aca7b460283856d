package dev.ibintents.intent.trade;

import dev.ibintents.environment.Environment;
import dev.ibintents.intent.AccountCheck;
import dev.ibintents.intent.Activity;
import dev.ibintents.intent.Outcome;
import dev.ibintents.trading.books.Books;
import dev.ibintents.trading.ledger.LeaseHold;
import dev.ibintents.trading.ledger.Leases;
import dev.ibintents.trading.ledger.Run;
import dev.ibintents.trading.ledger.RunLedger;
import dev.ibintents.trading.run.RunPlacement;
import dev.ibintents.trading.run.RunRecovery;
import java.util.List;
import java.util.function.Function;

/**
 * Lets an invocation have the account for itself, with everything settled that others left open.
 */
public final class AccountLease {
  private final Environment environment;
  private final Activity activity;
  private final PlanReview review;
  private final Leases leases;

  /**
   * @param environment what the invocation works with
   * @param activity is told of the runs that were recovered
   * @param review says which orders are still to be sent that others have left
   */
  public AccountLease(Environment environment, Activity activity, PlanReview review) {
    this.environment = environment;
    this.activity = activity;
    this.review = review;
    this.leases = new Leases(environment.store(), environment.clock());
  }

  /**
   * Works under the account's lease; waits for it while another holds it. Runs that others left
   * open are recovered before.
   *
   * @param work what to do
   * @throws dev.ibintents.trading.books.BooksOfOtherAccountException if the books are another
   *     account's
   * @throws dev.ibintents.trading.ledger.LeaseHeldException if another holds it for too long
   * @throws dev.ibintents.trading.run.UnsettledOrdersException if the broker does not say in time
   *     what became of an order of a run that was left open
   */
  public <T> T during(Function<LeaseHold, T> work) {
    return withoutRecovery(
        hold -> {
          new AccountCheck(environment).requireBooks(); // they may have changed hands meanwhile
          recover(hold);
          return work.apply(hold);
        });
  }

  /**
   * Works under the account's lease, and leaves the runs as they are that others left open; waits
   * for it while another holds it.
   *
   * @param work what to do
   * @throws dev.ibintents.trading.ledger.LeaseHeldException if another holds it for too long
   */
  public <T> T withoutRecovery(Function<LeaseHold, T> work) {
    try (LeaseHold hold =
        LeaseHold.acquire(
            leases,
            environment.variables().tradingMode(),
            environment.invocation(),
            environment.deadline())) {
      return work.apply(hold);
    }
  }

  private void recover(LeaseHold hold) {
    RunLedger ledger = new RunLedger(environment.store(), environment.clock());
    Books books =
        new Books(environment.store(), environment.variables().tradingMode(), environment.clock());
    RunPlacement placement = new RunPlacement(environment, ledger, books, review.intent());
    List<Run> recovered =
        new RunRecovery(environment, ledger, books, placement, review).recover(hold);
    if (!recovered.isEmpty()) {
      activity.add("recovered", Outcome.Recovered.of(recovered));
    }
  }
}
