/** The time of the simulated market. */
package dev.ibintents.simulator.clock;
