package dev.ibintents.messages;

import dev.ibintents.store.StoredWord;

/** The state of an event in the outbox, for one channel. */
enum OutboxState implements StoredWord {
  /** It is to be sent. */
  WAITING("waiting"),
  /** An invocation sends it, or has ended while it did. */
  SENDING("sending"),
  /** The channel has taken it. */
  SENT("sent"),
  /** It was not sent, and will not be. */
  DROPPED("dropped");

  private final String id;

  OutboxState(String id) {
    this.id = id;
  }

  @Override
  public String id() {
    return id;
  }
}
