package dev.ibintents;

import dev.ibintents.store.Document;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.Query;
import dev.ibintents.store.TransactionBody;
import dev.ibintents.trading.ledger.FaultyStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The store of a process that dies at some moment: from then on it reads and writes nothing, and
 * what was not committed by then never is.
 */
final class MortalStore implements DocumentStore {
  private final DocumentStore store;
  private final BooleanSupplier dies;
  private volatile boolean dead;

  /**
   * @param dies whether the process dies now; asked at every use of the store
   */
  MortalStore(DocumentStore store, BooleanSupplier dies) {
    this.store = store;
    this.dies = dies;
  }

  private DocumentStore live() {
    if (dead || dies.getAsBoolean()) {
      dead = true;
      throw new FaultyStore.Killed();
    }
    return store;
  }

  @Override
  public Optional<Document> get(String path) {
    return live().get(path);
  }

  @Override
  public void set(String path, Map<String, ?> fields) {
    live().set(path, fields);
  }

  @Override
  public void update(String path, Map<String, ?> fields) {
    live().update(path, fields);
  }

  @Override
  public void delete(String path) {
    live().delete(path);
  }

  @Override
  public String add(String collection, Map<String, ?> fields) {
    return live().add(collection, fields);
  }

  @Override
  public void readAll(Consumer<Document> reader) {
    live().readAll(reader);
  }

  @Override
  public List<Document> query(Query query) {
    return live().query(query);
  }

  @Override
  public <T, X extends Exception> T runTransaction(TransactionBody<T, X> body) throws X {
    return live()
        .runTransaction(
            transaction -> {
              T result = body.run(transaction);
              live();
              return result;
            });
  }

  /** Closes nothing: others use the store after this process. */
  @Override
  public void close() {}
}
