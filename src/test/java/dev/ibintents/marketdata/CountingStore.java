package dev.ibintents.marketdata;

import dev.ibintents.store.Document;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.Query;
import dev.ibintents.store.TransactionBody;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A store that remembers which documents were read one by one. */
final class CountingStore implements DocumentStore {
  final List<String> reads = new ArrayList<>();
  private final DocumentStore store;

  CountingStore(DocumentStore store) {
    this.store = store;
  }

  @Override
  public Optional<Document> get(String path) {
    reads.add(path);
    return store.get(path);
  }

  @Override
  public void set(String path, Map<String, ?> fields) {
    store.set(path, fields);
  }

  @Override
  public void update(String path, Map<String, ?> fields) {
    store.update(path, fields);
  }

  @Override
  public void delete(String path) {
    store.delete(path);
  }

  @Override
  public String add(String collection, Map<String, ?> fields) {
    return store.add(collection, fields);
  }

  @Override
  public void readAll(Consumer<Document> reader) {
    store.readAll(reader);
  }

  @Override
  public List<Document> query(Query query) {
    return store.query(query);
  }

  @Override
  public <T, X extends Exception> T runTransaction(TransactionBody<T, X> body) throws X {
    return store.runTransaction(body);
  }

  @Override
  public void close() {
    store.close();
  }
}
