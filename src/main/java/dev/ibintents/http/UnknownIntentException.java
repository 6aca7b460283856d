package dev.ibintents.http;

import java.util.List;

/** A path that names no intent. */
public final class UnknownIntentException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnknownIntentException(String name, List<String> known) {
    super("Unknown intent received: " + name + "; the intents are " + String.join(", ", known));
  }
}
