/** The profit of the account and of each strategy, day by day, and the statistics of it. */
package dev.ibintents.trading.performance;
