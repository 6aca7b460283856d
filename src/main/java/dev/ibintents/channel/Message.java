package dev.ibintents.channel;

import java.time.Instant;
import java.util.List;

/**
 * A message for people, about one event or several.
 *
 * @param id a text that a repetition of the message shares, and no other message has
 * @param title the title, one line
 * @param items the events
 * @param isRepetition whether an earlier attempt to send it may have succeeded
 */
public record Message(String id, String title, List<Item> items, boolean isRepetition) {

  /**
   * An event.
   *
   * @param kind its kind
   * @param key its key, which no other event has
   * @param at its time
   * @param text the event in words, one line or several
   */
  public record Item(EventKind kind, String key, Instant at, String text) {}

  /** Keeps a copy. */
  public Message {
    items = List.copyOf(items);
  }

  /** The title, with a remark if the message may be a repetition. */
  String heading() {
    return isRepetition ? title + " (may have been sent before)" : title;
  }
}
