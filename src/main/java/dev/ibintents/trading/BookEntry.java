package dev.ibintents.trading;

import dev.ibintents.store.Transaction;

/** What is booked in the very transaction in which a run begins. It may run several times. */
@FunctionalInterface
public interface BookEntry {
  /** Nothing. */
  BookEntry NONE = (transaction, run) -> writes -> {};

  /** The writing half; a transaction reads everything before it writes anything. */
  @FunctionalInterface
  interface Writes {
    /** Writes what goes with the beginning of the run. */
    void write(Transaction transaction);
  }

  /** Reads what the writing half needs. */
  Writes read(Transaction transaction, Run run);
}
