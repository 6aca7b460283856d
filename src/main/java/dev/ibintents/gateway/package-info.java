/** The connection to the gateway: it is made on demand, used for requests, and always closed. */
package dev.ibintents.gateway;
