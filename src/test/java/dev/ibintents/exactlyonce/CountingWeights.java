package dev.ibintents.exactlyonce;

import dev.ibintents.environment.SettingFields;
import dev.ibintents.strategy.Signals;
import dev.ibintents.strategy.Strategies;
import dev.ibintents.strategy.Strategy;
import dev.ibintents.strategy.StrategyContext;
import dev.ibintents.strategy.StrategyKind;
import dev.ibintents.strategy.WeightsStrategy;
import java.math.BigDecimal;

/** A strategy of kind weights that counts in its memory the runs that it was planned in. */
final class CountingWeights implements Strategy {
  /** The name of the count. */
  static final String RUNS = "runs";

  private final WeightsStrategy weights = new WeightsStrategy();

  /** All kinds of strategies; those with weights count. */
  static Strategies table() {
    return Strategies.all()
        .with(new Strategies.Kind("weights", StrategyKind.Use.ANY_ACCOUNT, CountingWeights::new));
  }

  @Override
  public void read(String id, SettingFields settings) {
    weights.read(id, settings);
  }

  @Override
  public Signals signals(StrategyContext context) {
    BigDecimal before = context.state().number(RUNS).orElse(BigDecimal.ZERO);
    context.state().put(RUNS, before.add(BigDecimal.ONE));
    return weights.signals(context);
  }
}
