package dev.ibintents.store;

/**
 * What to do in a transaction. It runs on the caller's thread, and again from the start on
 * contention, or when the answer to a commit was lost: so it must have no other effect than its
 * writes, and where writing twice would be wrong, it must look for what it has written.
 *
 * @param <T> what it returns
 * @param <X> the checked exception it may throw; RuntimeException where there is none
 */
@FunctionalInterface
public interface TransactionBody<T, X extends Exception> {

  /** Reads, then writes. Whatever it throws ends the transaction with nothing written. */
  T run(Transaction transaction) throws X;
}
