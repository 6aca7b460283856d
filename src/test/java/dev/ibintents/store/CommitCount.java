package dev.ibintents.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A store that counts its calls: reads outside of transactions, and commits. */
public final class CommitCount extends DelegatingStore {
  private final AtomicInteger reads = new AtomicInteger();
  private final AtomicInteger commits = new AtomicInteger();

  public CommitCount(DocumentStore store) {
    super(store);
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
    return super.get(path);
  }

  @Override
  public List<Document> query(Query query) {
    reads.incrementAndGet();
    return super.query(query);
  }

  @Override
  public void set(String path, Map<String, ?> fields) {
    commits.incrementAndGet();
    super.set(path, fields);
  }

  @Override
  public void update(String path, Map<String, ?> fields) {
    commits.incrementAndGet();
    super.update(path, fields);
  }

  @Override
  public void delete(String path) {
    commits.incrementAndGet();
    super.delete(path);
  }

  @Override
  public String add(String collection, Map<String, ?> fields) {
    commits.incrementAndGet();
    return super.add(collection, fields);
  }

  @Override
  public <T, X extends Exception> T runTransaction(TransactionBody<T, X> body) throws X {
    commits.incrementAndGet();
    return super.runTransaction(body);
  }
}
