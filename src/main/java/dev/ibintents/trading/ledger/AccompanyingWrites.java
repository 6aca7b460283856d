package dev.ibintents.trading.ledger;

import dev.ibintents.store.Transaction;

/**
 * The writes that a transaction makes together with the beginning of a run. A transaction that is
 * tried again calls them again.
 */
@FunctionalInterface
public interface AccompanyingWrites {
  /** No writes. */
  AccompanyingWrites NONE = (transaction, run) -> writes -> {};

  /**
   * The writing half. It is separate because a transaction reads everything before it writes
   * anything.
   */
  @FunctionalInterface
  interface Writes {
    /** Makes the writes. */
    void write(Transaction transaction);
  }

  /** These writes, and others after them. */
  default AccompanyingWrites and(AccompanyingWrites other) {
    return (transaction, run) -> {
      Writes first = read(transaction, run);
      Writes second = other.read(transaction, run);
      return writing -> {
        first.write(writing);
        second.write(writing);
      };
    };
  }

  /** Reads all that the writing half needs. */
  Writes read(Transaction transaction, Run run);
}
