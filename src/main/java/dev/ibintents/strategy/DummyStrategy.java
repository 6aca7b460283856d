package dev.ibintents.strategy;

import dev.ibintents.gateway.ContractSpec;
import dev.ibintents.gateway.ResolvedContract;
import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;

/**
 * An example that sells, leaves or buys the front Micro E-mini Nasdaq future at random. It trades
 * only in paper accounts.
 */
public final class DummyStrategy implements Strategy {
  private static final ContractSpec FRONT_FUTURE = ContractSpec.future("MNQ", "CME", 0, 2);

  private final RandomGenerator random;

  /** Uses a random sequence. */
  public DummyStrategy() {
    this(new Random()); // other generators are services, which the functions framework hides
  }

  /**
   * @param random gives the sequence of decisions
   */
  public DummyStrategy(RandomGenerator random) {
    this.random = random;
  }

  @Override
  public List<ContractSpec> contracts() {
    return List.of(FRONT_FUTURE);
  }

  @Override
  public Signals signals(StrategyContext context) {
    ResolvedContract future = context.resolve(FRONT_FUTURE);
    return Signals.of(future, BigDecimal.valueOf(random.nextInt(-1, 2)));
  }

  /** The kind {@code dummy}. */
  public static final class Kind implements StrategyKind {
    /** Creates the kind. */
    public Kind() {}

    @Override
    public String name() {
      return "dummy";
    }

    @Override
    public Use use() {
      return Use.PAPER_ONLY;
    }

    @Override
    public Strategy strategy() {
      return new DummyStrategy();
    }
  }
}
