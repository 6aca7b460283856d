/** The report of a backtest: a page, tables and statistics in files. */
package dev.ibintents.backtest.report;
