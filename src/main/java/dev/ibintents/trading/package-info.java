/**
 * From signals to orders: targets, trades, their consolidation over strategies, the limits that
 * they must keep, and how a fill is shared out. Exact decimals throughout.
 */
package dev.ibintents.trading;
