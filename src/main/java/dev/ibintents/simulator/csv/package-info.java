/** Bars from files: their reader, their instruments and their prices. */
package dev.ibintents.simulator.csv;
