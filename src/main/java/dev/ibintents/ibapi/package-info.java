/**
 * The client side of the TWS API's socket protocol: a connection, a session on it, and requests
 * whose replies are futures.
 */
package dev.ibintents.ibapi;
