/**
 * The parts that all trading intents share.
 *
 * <ul>
 *   <li>{@link dev.ibintents.intent.trade.TradingIntent} is the lifecycle; a subclass only plans
 *   <li>{@link dev.ibintents.intent.trade.TradingTools} are its books, ledger and contracts
 *   <li>{@link dev.ibintents.intent.trade.TradePlan} is the plan: orders, violations, answer
 *   <li>{@link dev.ibintents.intent.trade.TradingRun} shows a plan, or carries it out
 *   <li>{@link dev.ibintents.intent.trade.AccountLease} settles the runs that were left open, and
 *       {@link dev.ibintents.intent.trade.PlanReview} decides which of their orders may still be
 *       sent
 * </ul>
 */
package dev.ibintents.intent.trade;
