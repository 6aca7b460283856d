package dev.ibintents.strategy;

/**
 * Holds what its document says: {@code {"kind": "weights", "weights": [{"contract": {"symbol":
 * "SPY", "secType": "STK", "exchange": "SMART", "currency": "USD"}, "weight": "0.6"}, …],
 * "enabled": true}}. A weight is a fraction of the strategy's capital; the rest stays in cash.
 */
public final class WeightsStrategy implements Strategy {
  /** One. */
  public WeightsStrategy() {}

  @Override
  public Signals signals(StrategyContext context) {
    return WrittenSignals.read(context.document(), "weights", "weight").resolved(context);
  }
}
