package dev.ibintents.intent.account;

import dev.ibintents.environment.Environment;
import dev.ibintents.intent.AccountUse;
import dev.ibintents.intent.Intent;
import dev.ibintents.intent.Parameters;

/** Stores the broker's figures of the account: as the latest state, and as the state of the day. */
public final class Reconcile extends Intent {
  /** Creates the intent of one invocation. */
  public Reconcile(Environment environment, Parameters parameters) {
    super(environment, parameters);
  }

  @Override
  protected Object core() {
    return new PortfolioSnapshot(environment(), environment().store()).run();
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
