package dev.ibintents.intent.reconciliation;

import dev.ibintents.environment.Environment;
import dev.ibintents.intent.AccountUse;
import dev.ibintents.intent.Intent;
import dev.ibintents.intent.KnownStrategies;
import dev.ibintents.intent.Parameters;
import dev.ibintents.intent.trade.AccountLease;
import dev.ibintents.intent.trade.PlanReview;
import dev.ibintents.intent.trade.RunRequest;
import dev.ibintents.intent.trade.TradingTools;
import dev.ibintents.trading.books.Adoption;
import dev.ibintents.trading.books.Parked;
import dev.ibintents.trading.books.Reconciliation.Correction;
import dev.ibintents.trading.ledger.LeaseHold;
import dev.ibintents.trading.ledger.RunHeaders;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Books the day's executions into the holdings of the strategies that wanted them, closes ended
 * orders, and compares holdings and portfolio. It sends nothing. It records and reports the unsent
 * orders of broken-off runs.
 */
public final class TradeReconciliation extends Intent {
  /** The parameter with a correction of holdings. */
  public static final String ADOPT = "adopt";

  private final TradingTools tools;
  private final Optional<Correction> correction;

  /** Creates the intent of one invocation. */
  public TradeReconciliation(Environment environment, Parameters parameters, RunHeaders headers) {
    super(environment, parameters);
    this.tools = new TradingTools(environment);
    this.correction = refusals().read(() -> correction(headers), Optional.empty());
  }

  private Optional<Correction> correction(RunHeaders headers) {
    if (parameters().value(ADOPT).isEmpty()) {
      return Optional.empty();
    }
    SortedSet<String> owners =
        new TreeSet<>(KnownStrategies.orHolding(environment(), tools.books()).ids());
    owners.add(Parked.OWNER);
    Adoption adoption = Adoption.parse(parameters().object(ADOPT), owners);
    RunRequest request =
        RunRequest.of(environment(), name(), getClass().getSimpleName(), parameters(), headers);
    return Optional.of(new Correction(request.key(), adoption));
  }

  @Override
  @SuppressWarnings("try") // the intent sends nothing, so no code uses the hold
  protected Object core() {
    PlanReview review = new PlanReview(tools, name(), run -> false);
    try (LeaseHold hold = new AccountLease(tools, activity(), review).take()) {
      return new BookReconciliation(tools, activity()).run(correction);
    }
  }

  @Override
  protected AccountUse accountUse() {
    return AccountUse.WORK;
  }

  @Override
  public String name() {
    return "trade-reconciliation";
  }
}
