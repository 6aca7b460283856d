/**
 * The record of each day: what the account and each strategy were worth, and what became of it. The
 * cash flows between the days.
 */
package dev.ibintents.trading.performance;
