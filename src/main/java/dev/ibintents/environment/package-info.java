/** What one invocation runs in: the variables, the configuration, the store, the gateway. */
package dev.ibintents.environment;
