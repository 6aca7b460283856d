package dev.ibintents.http;

import java.util.List;

/** A path that names no intent. */
public final class UnknownIntentException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Names the path of the request, and the known intents. */
  public UnknownIntentException(String name, List<String> known) {
    super("Unknown intent received: " + name + "; the intents are " + String.join(", ", known));
  }
}
