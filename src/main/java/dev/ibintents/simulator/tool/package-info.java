/** The simulated gateway as a program of its own: its options, its help and its start. */
package dev.ibintents.simulator.tool;
