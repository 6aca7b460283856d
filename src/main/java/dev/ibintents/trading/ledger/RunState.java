package dev.ibintents.trading.ledger;

import dev.ibintents.store.StoredWord;

/**
 * The state of a run. An abandoned run has no state of its own, because a dead process writes
 * nothing. It is running, and its lease is no longer held.
 */
public enum RunState implements StoredWord {
  /** An invocation works on it, or worked on it until its lease ended. */
  RUNNING("running"),
  /** Every order was settled. */
  FINISHED("finished"),
  /**
   * Nothing of it succeeded, and no order reached the broker. The next request of its key begins a
   * new run.
   */
  FAILED("failed"),
  /** It was closed, and some orders were never sent or have an unknown outcome. */
  EXPIRED("expired");

  private final String id;

  RunState(String id) {
    this.id = id;
  }

  /** The state's name in documents and answers. */
  @Override
  public String id() {
    return id;
  }

  @Override
  public String toString() {
    return id;
  }
}
