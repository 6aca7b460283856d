package dev.ibintents.intent;

/** A failure whose answer contains figures besides the message. */
public interface Detailed {
  /** A record whose components stand beside {@code error} in the answer. */
  Object details();
}
