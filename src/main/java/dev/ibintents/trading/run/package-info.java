/** Placement of a run, recovery of a dead run, and cancellation of open orders. */
package dev.ibintents.trading.run;
