package dev.ibintents.trading.ledger;

import dev.ibintents.store.StoredWord;

/**
 * The state of a run. An abandoned run has no state of its own, because a dead process writes
 * nothing: it is running, and its lease is no longer held.
 */
public enum RunState implements StoredWord {
  /** Somebody works on it, or did until its lease ended. */
  RUNNING("running"),
  /** Every order was settled. */
  FINISHED("finished"),
  /** Nothing of it succeeded, and no order reached the broker: its key begins a new run. */
  FAILED("failed"),
  /** Closed with orders that were never sent, or of which nobody knows. */
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
