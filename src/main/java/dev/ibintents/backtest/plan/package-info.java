/** The plan of a backtest, as a person writes it on the command line or in a file. */
package dev.ibintents.backtest.plan;
