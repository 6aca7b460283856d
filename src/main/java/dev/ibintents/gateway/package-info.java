/** The gateway as an intent sees it: connect on demand, ask, always disconnect. */
package dev.ibintents.gateway;
