package dev.ibintents.exactlyonce;

import dev.ibintents.store.Document;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.Query;
import dev.ibintents.store.TransactionBody;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The store of a process that may freeze before and after each use of it. */
final class FreezingStore implements DocumentStore {
  private final DocumentStore store;
  private final Ice ice;

  FreezingStore(DocumentStore store, Ice ice) {
    this.store = store;
    this.ice = ice;
  }

  private <T> T use(Supplier<T> use) {
    ice.step();
    T result = use.get();
    ice.step();
    return result;
  }

  private void use(Runnable use) {
    ice.step();
    use.run();
    ice.step();
  }

  @Override
  public Optional<Document> get(String path) {
    return use(() -> store.get(path));
  }

  @Override
  public void set(String path, Map<String, ?> fields) {
    use(() -> store.set(path, fields));
  }

  @Override
  public void update(String path, Map<String, ?> fields) {
    use(() -> store.update(path, fields));
  }

  @Override
  public void delete(String path) {
    use(() -> store.delete(path));
  }

  @Override
  public String add(String collection, Map<String, ?> fields) {
    return use(() -> store.add(collection, fields));
  }

  @Override
  public void readAll(Consumer<Document> reader) {
    use(() -> store.readAll(reader));
  }

  @Override
  public List<Document> query(Query query) {
    return use(() -> store.query(query));
  }

  @Override
  public <T, X extends Exception> T runTransaction(TransactionBody<T, X> body) throws X {
    ice.step();
    T result;
    ice.inTransaction(true);
    try {
      result = store.runTransaction(body);
    } finally {
      ice.inTransaction(false);
    }
    ice.step();
    return result;
  }

  /** Closes nothing: others use the store after this process. */
  @Override
  public void close() {}
}
