/** Backtests of many values of a strategy's fields: a grid of points, and walk-forward. */
package dev.ibintents.backtest.grid;
