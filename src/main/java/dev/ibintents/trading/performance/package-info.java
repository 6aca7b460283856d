/** The profit of the account and of each strategy: cash flows, profit by day, and statistics. */
package dev.ibintents.trading.performance;
