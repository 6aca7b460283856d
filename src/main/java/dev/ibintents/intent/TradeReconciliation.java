package dev.ibintents.intent;

import dev.ibintents.environment.Environment;
import dev.ibintents.trading.Adoption;
import dev.ibintents.trading.Parked;
import dev.ibintents.trading.Reconciliation.Correction;
import dev.ibintents.trading.RunHeaders;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Books the day's executions into the holdings of the strategies that wanted them, closes what has
 * ended, and compares holdings and portfolio. It sends nothing: what a run has left unsent that
 * broke off, it records and reports.
 */
final class TradeReconciliation extends Intent {
  static final String ADOPT = "adopt";

  private final Optional<Correction> correction;

  TradeReconciliation(Environment environment, Parameters parameters, RunHeaders headers) {
    super(environment, parameters);
    this.correction = refusals().read(() -> correction(headers), Optional.empty());
  }

  private Optional<Correction> correction(RunHeaders headers) {
    if (parameters().value(ADOPT).isEmpty()) {
      return Optional.empty();
    }
    SortedSet<String> owners = new TreeSet<>(KnownStrategies.orHolding(environment()).ids());
    owners.add(Parked.OWNER);
    Adoption adoption = Adoption.parse(parameters().object(ADOPT), owners);
    return Optional.of(new Correction(TradingRun.key(this, headers), adoption));
  }

  @Override
  protected Object core() {
    return new AccountLease(
            environment(), activity(), new PlanReview(environment(), name(), dead -> false))
        .during(
            hold ->
                new BookReconciliation(environment(), environment().store(), activity())
                    .run(correction));
  }

  @Override
  protected AccountUse accountUse() {
    return AccountUse.WORK;
  }

  @Override
  protected String name() {
    return "trade-reconciliation";
  }
}
