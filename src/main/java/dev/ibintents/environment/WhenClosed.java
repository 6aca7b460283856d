package dev.ibintents.environment;

import java.util.List;
import java.util.Optional;

/** The treatment of contracts whose market is closed. */
public enum WhenClosed {
  /** The contract is left alone, and the answer names its next session. */
  SKIP,
  /** The order is sent, and waits at the broker for the next session. */
  QUEUE,
  /** Nothing is traded, and the request fails. */
  REFUSE;

  /** The words that documents and requests take. */
  public static final List<String> IDS = Words.of(values()).stream().sorted().toList();

  /** The treatment of this name. */
  public static Optional<WhenClosed> named(String id) {
    return Words.named(id, values());
  }
}
