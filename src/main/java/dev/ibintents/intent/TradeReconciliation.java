package dev.ibintents.intent;

import dev.ibintents.environment.Environment;
import dev.ibintents.trading.Adoption;
import dev.ibintents.trading.Books;
import dev.ibintents.trading.Reconciliation.Correction;
import dev.ibintents.trading.RunHeaders;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Books the day's executions into the holdings of the strategies that wanted them, closes what has
 * ended, and compares holdings and portfolio.
 */
final class TradeReconciliation extends Intent {
  static final String ADOPT = "adopt";

  private final Optional<Correction> correction;

  TradeReconciliation(Environment environment, Parameters parameters, RunHeaders headers) {
    super(environment, parameters);
    this.correction =
        parameters.json().has(ADOPT)
            ? Optional.of(
                new Correction(
                    TradingRun.key(this, headers),
                    Adoption.parse(parameters.object(ADOPT), strategies(environment))))
            : Optional.empty();
  }

  /** All strategies that there are, and those that hold something although they are no more. */
  private static Set<String> strategies(Environment environment) {
    Books books =
        new Books(environment.store(), environment.variables().tradingMode(), environment.clock());
    Set<String> strategies = new TreeSet<>(KnownStrategies.of(environment).ids());
    strategies.addAll(books.holdings().keySet());
    books.openOrders().forEach(order -> strategies.addAll(order.source().keySet()));
    strategies.remove(Books.BY_HAND);
    return strategies;
  }

  @Override
  protected Object core() {
    return new AccountLease(environment())
        .during(
            lease -> new BookReconciliation(environment(), environment().store()).run(correction));
  }

  @Override
  protected String name() {
    return "trade-reconciliation";
  }
}
