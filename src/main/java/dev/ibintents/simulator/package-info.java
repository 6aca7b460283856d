/**
 * A simulated gateway: a paper account and its market behind a real socket that speaks the TWS API,
 * so that any client of that API can be tested without a broker, an account or an open exchange.
 */
package dev.ibintents.simulator;
