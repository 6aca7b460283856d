package dev.ibintents.trading.ledger;

import dev.ibintents.store.Transaction;

/** What is booked in the very transaction in which a run begins. It may run several times. */
@FunctionalInterface
public interface AccompanyingWrites {
  /** Nothing. */
  AccompanyingWrites NONE = (transaction, run) -> writes -> {};

  /** The writing half; a transaction reads everything before it writes anything. */
  @FunctionalInterface
  interface Writes {
    /** Writes what goes with the beginning of the run. */
    void write(Transaction transaction);
  }

  /** This, and something else with it. */
  default AccompanyingWrites and(AccompanyingWrites other) {
    return (transaction, run) -> {
      Writes mine = read(transaction, run);
      Writes others = other.read(transaction, run);
      return writing -> {
        mine.write(writing);
        others.write(writing);
      };
    };
  }

  /** Reads what the writing half needs. */
  Writes read(Transaction transaction, Run run);
}
