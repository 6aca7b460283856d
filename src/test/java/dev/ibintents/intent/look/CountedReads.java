package dev.ibintents.intent.look;

import dev.ibintents.store.DelegatingStore;
import dev.ibintents.store.Document;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.Query;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A store that counts the documents that it gives, as Firestore's bill does. */
final class CountedReads extends DelegatingStore {
  private final AtomicInteger read = new AtomicInteger();

  CountedReads(DocumentStore store) {
    super(store);
  }

  @Override
  public Optional<Document> get(String path) {
    read.incrementAndGet();
    return super.get(path);
  }

  @Override
  public List<Document> query(Query query) {
    List<Document> found = super.query(query);
    read.addAndGet(Math.max(1, found.size()));
    return found;
  }

  /** The documents that were read since the last call. */
  int sinceLast() {
    return read.getAndSet(0);
  }
}
