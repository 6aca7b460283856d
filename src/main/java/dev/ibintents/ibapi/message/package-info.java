/**
 * The messages of the TWS API, each a record that writes itself to the wire and reads itself back,
 * so that the client and the simulated gateway share one truth about its layout.
 */
package dev.ibintents.ibapi.message;
