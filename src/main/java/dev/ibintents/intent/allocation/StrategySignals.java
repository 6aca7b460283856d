package dev.ibintents.intent.allocation;

import dev.ibintents.environment.Rebalance;
import dev.ibintents.intent.trade.TradingTools;
import dev.ibintents.strategy.Signals;
import dev.ibintents.strategy.Strategies;
import dev.ibintents.strategy.StrategyContext;
import java.util.HashMap;
import java.util.Map;

/** Asks each strategy for its signals, once in an invocation. */
final class StrategySignals {
  private final TradingTools tools;
  private final Strategies strategies;
  private final Map<String, Wanted> known = new HashMap<>();
  private final Map<String, RuntimeException> failures = new HashMap<>();

  /**
   * The answer of a strategy.
   *
   * @param signals its signals
   * @param rebalance its settings about differences, over those of the configuration
   */
  record Wanted(Signals signals, Rebalance rebalance) {}

  /**
   * @param tools the invocation's tools; its gateway is connected before the first question
   */
  StrategySignals(TradingTools tools) {
    this.tools = tools;
    this.strategies = Strategies.of(tools.environment());
  }

  /** The signals of a strategy. A strategy that failed before fails in the same way again. */
  Wanted of(String id) {
    RuntimeException failure = failures.get(id);
    if (failure != null) {
      throw failure;
    }
    Wanted wanted = known.get(id);
    if (wanted == null) {
      wanted = ask(id);
      known.put(id, wanted);
    }
    return wanted;
  }

  private Wanted ask(String id) {
    try {
      StrategyContext context = StrategyContext.of(id, tools.environment(), tools.contracts());
      Signals signals = strategies.signals(context);
      return new Wanted(
          signals,
          strategies.rebalance(context).or(tools.environment().configuration().rebalance()));
    } catch (RuntimeException e) {
      failures.put(id, e);
      throw e;
    }
  }
}
