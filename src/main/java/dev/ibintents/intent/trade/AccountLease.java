package dev.ibintents.intent.trade;

import dev.ibintents.environment.Environment;
import dev.ibintents.intent.AccountCheck;
import dev.ibintents.intent.Activity;
import dev.ibintents.intent.Outcome;
import dev.ibintents.trading.ledger.LeaseHold;
import dev.ibintents.trading.ledger.Leases;
import dev.ibintents.trading.ledger.Run;
import dev.ibintents.trading.run.RunPlacement;
import dev.ibintents.trading.run.RunRecovery;
import java.util.List;

/**
 * Takes the account's lease for one invocation, and settles the runs that other invocations left
 * open.
 */
public final class AccountLease {
  private final TradingTools tools;
  private final Activity activity;
  private final PlanReview review;

  /**
   * @param tools the invocation's tools
   * @param activity records the recovered runs
   * @param review decides which unsent orders of other runs may still be sent
   */
  public AccountLease(TradingTools tools, Activity activity, PlanReview review) {
    this.tools = tools;
    this.activity = activity;
    this.review = review;
  }

  /**
   * Takes the account's lease, and waits while another invocation holds it. Then recovers the runs
   * that other invocations left open.
   *
   * @return the hold on the lease; the caller closes it
   * @throws dev.ibintents.trading.books.BooksOfOtherAccountException if the books belong to another
   *     account
   * @throws dev.ibintents.trading.ledger.LeaseHeldException if another invocation holds the lease
   *     for too long
   * @throws dev.ibintents.trading.run.UnsettledOrdersException if the broker does not report in
   *     time the fate of an order of an open run
   */
  public LeaseHold take() {
    LeaseHold hold = takeWithoutRecovery(tools.environment());
    try {
      // The books may have changed hands while the lease was awaited.
      new AccountCheck(tools.environment()).requireBooks();
      recover(hold);
      return hold;
    } catch (RuntimeException | Error e) {
      hold.close();
      throw e;
    }
  }

  /**
   * Takes the account's lease, and waits while another invocation holds it. It does not recover
   * runs that other invocations left open.
   *
   * @param environment the environment of the invocation
   * @return the hold on the lease; the caller closes it
   * @throws dev.ibintents.trading.ledger.LeaseHeldException if another invocation holds the lease
   *     for too long
   */
  public static LeaseHold takeWithoutRecovery(Environment environment) {
    return LeaseHold.acquire(
        new Leases(environment.store(), environment.clock()),
        environment.variables().tradingMode(),
        environment.invocation(),
        environment.deadline());
  }

  private void recover(LeaseHold hold) {
    RunPlacement placement =
        new RunPlacement(tools.environment(), tools.ledger(), tools.books(), review.intent());
    RunRecovery recovery =
        new RunRecovery(tools.environment(), tools.ledger(), tools.books(), placement, review);
    List<Run> recovered = recovery.recover(hold);
    if (!recovered.isEmpty()) {
      activity.add("recovered", Outcome.Recovered.of(recovered));
    }
  }
}
