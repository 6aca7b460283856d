package dev.ibintents.intent.allocation;

import dev.ibintents.environment.Environment;
import dev.ibintents.intent.KnownStrategies;
import dev.ibintents.intent.Once;
import dev.ibintents.intent.Parameters;
import dev.ibintents.intent.reconciliation.ReconciliationAnswer;
import dev.ibintents.intent.trade.MarketGate;
import dev.ibintents.intent.trade.TradePlan;
import dev.ibintents.intent.trade.TradingIntent;
import dev.ibintents.trading.books.Reconciled;
import dev.ibintents.trading.ledger.RunHeaders;
import dev.ibintents.trading.order.OrderProperties;
import java.util.List;
import java.util.Optional;

/**
 * Turns the strategies' signals into orders, and places them.
 *
 * <p>It first posts the day's executions under the same lease, as trade-reconciliation does. The
 * remaining trades follow from the broker's fills and open orders, even if ledger and books took
 * other states for final. A refusal until trade-reconciliation has run would be equally safe. But
 * it would leave strategies untraded for a matter that this intent settles itself.
 */
public final class Allocation extends TradingIntent {
  /** The meaning of a request that names no strategies, for the text of a refusal. */
  public static final String ALL = "allocate all with exposure";

  private final AllocationProposer proposer;
  private final MarketGate gate;

  /** Creates the intent of one invocation. */
  public Allocation(Environment environment, Parameters parameters, RunHeaders headers) {
    super("allocation", environment, parameters, headers);
    KnownStrategies known = KnownStrategies.of(environment);
    List<String> named = refusals().read(() -> known.named(parameters, ALL), List.of());
    OrderProperties properties = orderProperties();
    this.gate = MarketGate.read(environment, parameters, headers, refusals());
    this.proposer =
        new AllocationProposer(
            tools(), named, properties, gate, brokerQuestion(), new Once<>(this::reconciled));
    proposer.refusal(known).ifPresent(refusals()::addUntimely);
  }

  @Override
  protected Optional<Object> nothingToDo() {
    return proposer.nothingToDo();
  }

  @Override
  protected MarketGate gate() {
    return gate;
  }

  @Override
  protected MarketGate.Needed needed() {
    return proposer.needed();
  }

  @Override
  protected TradePlan propose() {
    return proposer.propose();
  }

  private Reconciled reconciled() {
    Reconciled reconciled = tools().reconciliation().runBeforePlan(proposer::askAhead);
    if (!isDryRun()) {
      activity().add("books", ReconciliationAnswer.of(reconciled).outcome());
    }
    return reconciled;
  }
}
