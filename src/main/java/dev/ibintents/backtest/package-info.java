/**
 * The backtest: it plays the past through the intents themselves, with a simulated gateway, a store
 * and a clock in memory.
 */
package dev.ibintents.backtest;
