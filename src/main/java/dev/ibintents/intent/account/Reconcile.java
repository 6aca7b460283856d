package dev.ibintents.intent.account;

import dev.ibintents.environment.Environment;
import dev.ibintents.intent.AccountUse;
import dev.ibintents.intent.Intent;
import dev.ibintents.intent.Parameters;
import dev.ibintents.intent.trade.AccountLease;
import dev.ibintents.intent.trade.PlanReview;
import dev.ibintents.intent.trade.TradingTools;
import dev.ibintents.trading.ledger.LeaseHold;

/**
 * Stores the broker's figures of the account: as the latest state, and as the state of the day. It
 * first posts the day's executions under the account's lease, so that the record of the day has
 * account and strategies at one moment. It sends nothing.
 */
public final class Reconcile extends Intent {
  private final TradingTools tools;

  /** Creates the intent of one invocation. */
  public Reconcile(Environment environment, Parameters parameters) {
    super(environment, parameters);
    this.tools = new TradingTools(environment);
  }

  @Override
  @SuppressWarnings("try") // the intent sends nothing, so no code uses the hold
  protected Object core() {
    PlanReview review = new PlanReview(tools, name(), run -> false);
    try (LeaseHold hold = new AccountLease(tools, activity(), review).take()) {
      return new PortfolioSnapshot(tools).run();
    }
  }

  @Override
  protected AccountUse accountUse() {
    return AccountUse.WORK;
  }

  @Override
  public String name() {
    return "reconcile";
  }
}
