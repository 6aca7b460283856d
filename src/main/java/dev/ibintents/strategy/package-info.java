/**
 * Strategies, which decide what to hold, and the table of their kinds. The package
 * trading.allocation calculates quantities and trades from their signals.
 *
 * <p>Strategies of other projects use {@link dev.ibintents.strategy.Strategy}, {@link
 * dev.ibintents.strategy.StrategyKind}, {@link dev.ibintents.strategy.StrategyContext}, {@link
 * dev.ibintents.strategy.Signals}, {@link dev.ibintents.strategy.NoSignalsException}, and the types
 * that these hand out: {@link dev.ibintents.strategy.DailyBar}, {@link
 * dev.ibintents.strategy.HoldingsValue}, {@link dev.ibintents.strategy.LastRun} and {@link
 * dev.ibintents.strategy.StrategyState}. The other classes may change with each version.
 */
package dev.ibintents.strategy;
