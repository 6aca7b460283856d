package dev.ibintents.store;

/**
 * The code of a transaction. It runs on the caller's thread. It runs again from the start if
 * another writer is in conflict with it, or if the answer to the commit was lost. So it must have
 * no effects except its writes. If a second write would be wrong, it must first look for its
 * earlier write.
 *
 * @param <T> the type of the result
 * @param <X> the checked exception that it may throw; RuntimeException if there is none
 */
@FunctionalInterface
public interface TransactionBody<T, X extends Exception> {

  /** Reads, then writes. Any exception ends the transaction, and nothing is written. */
  T run(Transaction transaction) throws X;
}
