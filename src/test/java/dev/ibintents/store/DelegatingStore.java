package dev.ibintents.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A store that does everything by another store. Subclasses override the calls that they change.
 */
public abstract class DelegatingStore implements DocumentStore {
  private final DocumentStore store;

  /**
   * @param store the other store
   */
  protected DelegatingStore(DocumentStore store) {
    this.store = store;
  }

  /** The other store; asked for at every call. */
  protected DocumentStore store() {
    return store;
  }

  @Override
  public Optional<Document> get(String path) {
    return store().get(path);
  }

  @Override
  public void set(String path, Map<String, ?> fields) {
    store().set(path, fields);
  }

  @Override
  public void update(String path, Map<String, ?> fields) {
    store().update(path, fields);
  }

  @Override
  public void delete(String path) {
    store().delete(path);
  }

  @Override
  public String add(String collection, Map<String, ?> fields) {
    return store().add(collection, fields);
  }

  @Override
  public void readAll(Consumer<Document> reader) {
    store().readAll(reader);
  }

  @Override
  public List<Document> query(Query query) {
    return store().query(query);
  }

  @Override
  public <T, X extends Exception> T runTransaction(TransactionBody<T, X> body) throws X {
    return store().runTransaction(body);
  }

  @Override
  public void close() {
    store().close();
  }
}
