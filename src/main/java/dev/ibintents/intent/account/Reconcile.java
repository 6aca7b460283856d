package dev.ibintents.intent.account;

import dev.ibintents.environment.Environment;
import dev.ibintents.intent.AccountUse;
import dev.ibintents.intent.Intent;
import dev.ibintents.intent.Parameters;

/** Keeps what the broker says of the account: as the latest, and for its day. */
public final class Reconcile extends Intent {
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
