package dev.ibintents.channel;

import dev.ibintents.store.StoredWord;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The kinds of events that a channel can ask for. */
public enum EventKind implements StoredWord {
  /** Anything that needs a person: a failure, a problem, a finding of watch. */
  FAILURES("failures"),
  /** An order was filled. */
  FILLS("fills"),
  /** The summary of a day. */
  DIGEST("digest");

  private final String id;

  EventKind(String id) {
    this.id = id;
  }

  /** The word in documents. */
  @Override
  public String id() {
    return id;
  }

  static Optional<EventKind> named(String word) {
    return Arrays.stream(values()).filter(kind -> kind.id.equals(word)).findFirst();
  }

  static List<String> ids() {
    return Arrays.stream(values()).map(EventKind::id).toList();
  }
}
