/** Faults that the simulated gateway plays when it is asked to. */
package dev.ibintents.simulator.fault;
