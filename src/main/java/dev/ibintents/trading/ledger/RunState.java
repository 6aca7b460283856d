package dev.ibintents.trading.ledger;

import dev.ibintents.store.StoredWord;

/**
 * Where a run stands. There is no state for an abandoned one, as who dies writes nothing: it is
 * running, and its lease is held no more.
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
