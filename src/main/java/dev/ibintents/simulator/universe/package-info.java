/** The instruments of a user: their file, and the list of all instruments. */
package dev.ibintents.simulator.universe;
