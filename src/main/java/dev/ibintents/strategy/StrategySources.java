package dev.ibintents.strategy;

import dev.ibintents.environment.TradingMode;
import dev.ibintents.gateway.ContractSpec;
import dev.ibintents.gateway.ResolvedContract;
import dev.ibintents.trading.Quantities;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The sources of the facts that {@link StrategyContext} gives. All strategies of an invocation
 * share them. A source is asked only if a strategy asks for its facts, and may be asked several
 * times.
 *
 * <p>It is no part of the interface for strategies: it may change with each version.
 */
public interface StrategySources {

  /** Returns the account to trade: paper or live. */
  TradingMode tradingMode();

  /** Returns the clock. */
  Clock clock();

  /** Returns the source of bars. */
  BarSource bars();

  /**
   * Returns the instruments of contracts, with a single wait.
   *
   * @throws dev.ibintents.gateway.UnresolvedContractException if a contract is not exactly one
   *     instrument
   */
  List<ResolvedContract> resolve(List<ContractSpec> specs);

  /** Returns the quantities that a strategy holds, by conId. */
  Quantities holdings(String strategy);

  /**
   * Returns the value of the quantities that a strategy holds.
   *
   * @throws NoSignalsException if the value of a contract is not known
   */
  HoldingsValue value(String strategy);

  /** Returns the money that a strategy may use, in the base currency. */
  BigDecimal capital(String strategy);

  /** Returns the last run that was planned with a strategy, if there is one. */
  Optional<LastRun> lastRun(String strategy);

  /**
   * Returns the stored memory of a strategy; empty if it has none.
   *
   * @throws NoSignalsException if its document cannot be read
   */
  Map<String, Object> state(String strategy);
}
