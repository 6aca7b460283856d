/** Compares days that were traded live with their replay, and explains the difference. */
package dev.ibintents.backtest.compare;
