package dev.ibintents.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A store that counts its calls: reads outside of transactions, and commits. */
public final class CommitCount extends DelegatingStore {
  private final DocumentStore store;
  private final AtomicInteger reads = new AtomicInteger();
  private final AtomicInteger commits = new AtomicInteger();

  public CommitCount(DocumentStore store) {
    this.store = store;
  }

  @Override
  protected DocumentStore store() {
    return store;
  }

  /** The documents and queries that were read outside of transactions. */
  public int reads() {
    return reads.get();
  }

  /** The transactions, and the writes outside of them. */
  public int commits() {
    return commits.get();
  }

  @Override
  public Optional<Document> get(String path) {
    reads.incrementAndGet();
    return store.get(path);
  }

  @Override
  public List<Document> query(Query query) {
    reads.incrementAndGet();
    return store.query(query);
  }

  @Override
  public void set(String path, Map<String, ?> fields) {
    commits.incrementAndGet();
    store.set(path, fields);
  }

  @Override
  public void update(String path, Map<String, ?> fields) {
    commits.incrementAndGet();
    store.update(path, fields);
  }

  @Override
  public void delete(String path) {
    commits.incrementAndGet();
    store.delete(path);
  }

  @Override
  public String add(String collection, Map<String, ?> fields) {
    commits.incrementAndGet();
    return store.add(collection, fields);
  }

  @Override
  public <T, X extends Exception> T runTransaction(TransactionBody<T, X> body) throws X {
    commits.incrementAndGet();
    return store.runTransaction(body);
  }
}
