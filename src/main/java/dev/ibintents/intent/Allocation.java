package dev.ibintents.intent;

import dev.ibintents.environment.Environment;
import dev.ibintents.trading.OrderProperties;
import dev.ibintents.trading.RunHeaders;
import java.time.ZoneOffset;
import java.util.Optional;

/** Turns the strategies' signals into orders, and places them. */
final class Allocation extends TradingIntent {
  static final String STRATEGIES = "strategies";

  private final AllocationProposer proposer;

  Allocation(Environment environment, Parameters parameters, RunHeaders headers) {
    super(environment, parameters, headers);
    this.proposer =
        new AllocationProposer(
            environment,
            books(),
            parameters.texts(STRATEGIES),
            OrderProperties.parse(
                parameters.object(ORDER_PROPERTIES), environment.clock(), ZoneOffset.UTC),
            isDryRun());
  }

  @Override
  protected String name() {
    return "allocation";
  }

  @Override
  protected Optional<Object> nothingToDo() {
    return proposer.nothingToDo();
  }

  @Override
  protected Proposal propose() {
    return proposer.propose();
  }
}
