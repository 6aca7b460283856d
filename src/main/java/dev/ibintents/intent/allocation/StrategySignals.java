package dev.ibintents.intent.allocation;

import dev.ibintents.environment.Rebalance;
import dev.ibintents.gateway.ContractSpec;
import dev.ibintents.intent.trade.TradingTools;
import dev.ibintents.strategy.InvocationContext;
import dev.ibintents.strategy.InvocationContext.StateUse;
import dev.ibintents.strategy.Signals;
import dev.ibintents.strategy.Strategies;
import dev.ibintents.trading.order.InvalidOrderPropertiesException;
import dev.ibintents.trading.order.OrderProperties;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks each strategy for its signals, once in an invocation. */
final class StrategySignals {
  private static final Logger logger = LoggerFactory.getLogger(StrategySignals.class);

  private final TradingTools tools;
  private final OrderProperties asked;
  private final AllocationSources sources;
  private final Strategies strategies;
  private final Map<String, Wanted> known = new HashMap<>();
  private final Map<String, RuntimeException> failures = new HashMap<>();

  /**
   * The answer of a strategy.
   *
   * @param signals its signals
   * @param orderProperties the properties of its orders
   * @param rebalance its settings about differences, over those of the configuration
   * @param state its memory; empty if it has not looked at it
   */
  record Wanted(
      Signals signals,
      OrderProperties orderProperties,
      Rebalance rebalance,
      Optional<StateUse> state) {}

  /**
   * @param tools the invocation's tools; its gateway is connected before the first question
   * @param asked the order properties of the request
   * @param sources the facts for the strategies
   */
  StrategySignals(TradingTools tools, OrderProperties asked, AllocationSources sources) {
    this.tools = tools;
    this.asked = asked;
    this.sources = sources;
    this.strategies = Strategies.of(tools.environment());
  }

  /**
   * The signals of a strategy. A strategy that failed before fails in the same way again.
   *
   * @throws dev.ibintents.strategy.NoSignalsException if it has no signals now
   * @throws InvalidOrderPropertiesException if its document has properties that do not fit the
   *     request's, the contracts or the present
   */
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

  /**
   * The contracts of strategies, as far as their documents name them. A strategy that has been
   * asked for its signals, or fails, has none here.
   */
  List<ContractSpec> contracts(Collection<String> ids) {
    List<ContractSpec> specs = new ArrayList<>();
    for (String id : ids) {
      if (!known.containsKey(id) && !failures.containsKey(id)) {
        specs.addAll(contracts(sources.context(id)));
      }
    }
    return specs;
  }

  private List<ContractSpec> contracts(InvocationContext context) {
    try {
      return strategies.contracts(context);
    } catch (RuntimeException e) {
      logger.debug("{} names no contracts; its signals report why", context.id(), e);
      return List.of();
    }
  }

  private Wanted ask(String id) {
    try {
      Strategies.Wanted own = strategies.wanted(sources.context(id));
      return new Wanted(
          own.signals(),
          properties(own),
          own.rebalance().or(tools.environment().configuration().rebalance()),
          own.state());
    } catch (RuntimeException e) {
      failures.put(id, e);
      throw e;
    }
  }

  /** The properties of a strategy's orders: those of its document, and over them the request's. */
  private OrderProperties properties(Strategies.Wanted own) {
    if (own.orderProperties().isEmpty()) {
      return asked;
    }
    OrderProperties properties = asked.over(own.orderProperties(), tools.environment().clock());
    if (properties.untimely().isPresent()) {
      throw properties.untimely().get();
    }
    properties
        .fillWithin()
        .ifPresent(time -> time.requireFits(tools.environment().deadline().length()));
    properties.requireTimely(own.signals().byContract().keySet());
    return properties;
  }
}
