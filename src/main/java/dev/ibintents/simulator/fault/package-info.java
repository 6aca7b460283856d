/** Faults of the simulated gateway, which tests switch on. */
package dev.ibintents.simulator.fault;
