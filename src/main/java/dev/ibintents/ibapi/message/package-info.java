/**
 * The messages of the TWS API. Each is a record with both directions, writing and reading, so that
 * the client and the simulated gateway share one layout.
 */
package dev.ibintents.ibapi.message;
