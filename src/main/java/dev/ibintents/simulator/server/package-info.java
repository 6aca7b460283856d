/** The socket server that speaks the TWS API, one session for each client. */
package dev.ibintents.simulator.server;
