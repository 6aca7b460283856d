package example;

import dev.ibintents.strategy.Strategy;
import dev.ibintents.strategy.StrategyKind;

/** The kind {@code momentum}. */
public final class Momentum implements StrategyKind {
  @Override
  public String name() {
    return "momentum";
  }

  @Override
  public Strategy strategy() {
    return new MomentumStrategy();
  }
}
