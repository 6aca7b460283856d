package dev.ibintents.messages;

import dev.ibintents.channel.EventKind;
import java.time.Instant;

/**
 * An event that people want to know of.
 *
 * @param key the key, which no other event has; an event with a key that was told before is not
 *     told again
 * @param kind the kind
 * @param at the time
 * @param text the event in words
 */
public record Event(String key, EventKind kind, Instant at, String text) {}
