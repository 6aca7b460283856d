/** The control of a simulated gateway by tests: in Java, and over HTTP for any language. */
package dev.ibintents.simulator.control;
