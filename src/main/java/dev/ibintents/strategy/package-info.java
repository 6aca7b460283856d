/**
 * Strategies, which decide what to hold, and the table of their kinds. The package
 * trading.allocation calculates quantities and trades from their signals.
 */
package dev.ibintents.strategy;
