/**
 * Messages about events: kept in an outbox in the store, and sent on the channels that the
 * configuration names. Nothing of it is loaded if there is no channel.
 */
package dev.ibintents.messages;
