/** The simulated market: instruments, prices, bars and trading hours. */
package dev.ibintents.simulator.market;
