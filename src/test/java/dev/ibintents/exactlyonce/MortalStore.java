package dev.ibintents.exactlyonce;

import dev.ibintents.store.DelegatingStore;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.TransactionBody;
import dev.ibintents.trading.ledger.FaultyStore;
import java.util.function.BooleanSupplier;

/**
 * The store of a process that dies at some moment: from then on it reads and writes nothing, and
 * what was not committed by then never is.
 */
public final class MortalStore extends DelegatingStore {
  private final BooleanSupplier dies;
  private volatile boolean dead;

  /**
   * @param dies whether the process dies now; asked at every use of the store
   */
  public MortalStore(DocumentStore store, BooleanSupplier dies) {
    super(store);
    this.dies = dies;
  }

  @Override
  protected DocumentStore store() {
    if (dead || dies.getAsBoolean()) {
      dead = true;
      throw new FaultyStore.Killed();
    }
    return super.store();
  }

  @Override
  public <T, X extends Exception> T runTransaction(TransactionBody<T, X> body) throws X {
    return store()
        .runTransaction(
            transaction -> {
              T result = body.run(transaction);
              store();
              return result;
            });
  }

  /** Closes nothing: others use the store after this process. */
  @Override
  public void close() {}
}
