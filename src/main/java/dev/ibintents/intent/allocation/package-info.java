/**
 * The intent that turns the signals of the strategies into orders. {@link
 * dev.ibintents.intent.allocation.AllocationProposer#propose} does it in four steps.
 *
 * <ol>
 *   <li>{@link dev.ibintents.intent.allocation.SignalCollector} asks the strategies for signals
 *   <li>{@link dev.ibintents.intent.allocation.AllocationMarket} asks for contracts, positions and
 *       prices
 *   <li>{@link dev.ibintents.trading.allocation.Allocator} works out targets and trades
 *   <li>{@link dev.ibintents.trading.allocation.MarketOrders} makes the orders
 * </ol>
 *
 * <p>{@link dev.ibintents.intent.allocation.AllocationFigures} makes the answer.
 */
package dev.ibintents.intent.allocation;
