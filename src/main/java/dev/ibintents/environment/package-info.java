/** The surroundings of an invocation: the variables, the configuration, the store, the gateway. */
package dev.ibintents.environment;
