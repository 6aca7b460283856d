package dev.ibintents.strategy;

import dev.ibintents.environment.SettingFields;
import dev.ibintents.gateway.ContractSpec;
import java.util.List;

/**
 * Holds the weights of its document: {@code {"kind": "weights", "weights": [{"contract": {"symbol":
 * "SPY", "secType": "STK", "exchange": "SMART", "currency": "USD"}, "weight": "0.6"}, …],
 * "enabled": true}}. A weight is a fraction of the strategy's capital; the rest stays in cash.
 */
public final class WeightsStrategy implements Strategy {
  private WrittenSignals written;

  /** Creates a strategy that has read no document yet. */
  public WeightsStrategy() {}

  @Override
  public void read(String id, SettingFields settings) {
    written = WrittenSignals.read(id, settings, "weights", "weight");
  }

  @Override
  public List<ContractSpec> contracts() {
    return written.contracts();
  }

  @Override
  public Signals signals(StrategyContext context) {
    return written.resolved(context);
  }

  /** The kind {@code weights}. */
  public static final class Kind implements StrategyKind {
    /** Creates the kind. */
    public Kind() {}

    @Override
    public String name() {
      return "weights";
    }

    @Override
    public Strategy strategy() {
      return new WeightsStrategy();
    }
  }
}
