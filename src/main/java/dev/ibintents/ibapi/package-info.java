/**
 * The TWS API's socket protocol, as a client: a connection, a session on it, and requests whose
 * answers are futures.
 */
package dev.ibintents.ibapi;
