/** Placement of a run, recovery of an abandoned run, and cancellation of open orders. */
package dev.ibintents.trading.run;
