package dev.ibintents.intent;

import dev.ibintents.environment.Environment;

/** Keeps what the broker says of the account: as the latest, and for its day. */
final class Reconcile extends Intent {
  Reconcile(Environment environment, Parameters parameters) {
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
  protected String name() {
    return "reconcile";
  }
}
