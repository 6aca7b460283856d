package dev.ibintents.strategy;

import dev.ibintents.gateway.ContractSpec;
import dev.ibintents.gateway.ResolvedContract;
import java.math.BigDecimal;
import java.util.Random;
import java.util.random.RandomGenerator;

/**
 * Goes short, out or long in the front Micro E-mini Nasdaq future at random: an example, which
 * trades play money only.
 */
public final class DummyStrategy implements Strategy {
  private static final ContractSpec FRONT_FUTURE = ContractSpec.future("MNQ", "CME", 0, 2);

  private final RandomGenerator random;

  /** Another sequence every time. */
  public DummyStrategy() {
    this(new Random()); // the others are services, which the functions framework does not show
  }

  /**
   * @param random decides
   */
  public DummyStrategy(RandomGenerator random) {
    this.random = random;
  }

  @Override
  public Signals signals(StrategyContext context) {
    ResolvedContract future = context.resolve(FRONT_FUTURE);
    return Signals.of(future, BigDecimal.valueOf(random.nextInt(-1, 2)));
  }
}
