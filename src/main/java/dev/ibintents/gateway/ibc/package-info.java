/** Starts a real IB Gateway through IBC, and ends it. */
package dev.ibintents.gateway.ibc;
