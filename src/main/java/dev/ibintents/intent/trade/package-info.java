/**
 * The part that all trading intents share.
 *
 * <ul>
 *   <li>{@link dev.ibintents.intent.trade.TradingIntent} is the lifecycle: a subclass only proposes
 *   <li>{@link dev.ibintents.intent.trade.TradingTools} are the books, ledger and contracts that it
 *       works with
 *   <li>{@link dev.ibintents.intent.trade.TradePlan} is the proposal: orders, violations, answer
 *   <li>{@link dev.ibintents.intent.trade.TradingRun} shows a plan, or carries it out
 *   <li>{@link dev.ibintents.intent.trade.AccountLease} settles what earlier runs left open, and
 *       {@link dev.ibintents.intent.trade.PlanReview} says which of their orders may still leave
 * </ul>
 */
package dev.ibintents.intent.trade;
