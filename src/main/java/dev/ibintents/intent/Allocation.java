package dev.ibintents.intent;

import dev.ibintents.environment.Environment;
import dev.ibintents.trading.RunHeaders;
import java.util.List;
import java.util.Optional;

/** Turns the strategies' signals into orders, and places them. */
final class Allocation extends TradingIntent {
  /** What it means to name no strategies. */
  static final String ALL = "allocate all with exposure";

  private final AllocationProposer proposer;

  Allocation(Environment environment, Parameters parameters, RunHeaders headers) {
    super(environment, parameters, headers);
    this.proposer =
        new AllocationProposer(
            environment,
            books(),
            refusals()
                .read(() -> KnownStrategies.of(environment).named(parameters, ALL), List.of()),
            orderProperties(),
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
