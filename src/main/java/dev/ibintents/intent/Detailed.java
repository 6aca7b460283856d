package dev.ibintents.intent;

/** A failure that has more to say than a message: its answer has these figures as well. */
public interface Detailed {
  /** A record whose components stand beside {@code error} in the answer. */
  Object details();
}
