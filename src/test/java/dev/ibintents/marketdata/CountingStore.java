package dev.ibintents.marketdata;

import dev.ibintents.store.DelegatingStore;
import dev.ibintents.store.Document;
import dev.ibintents.store.DocumentStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A store that remembers which documents were read one by one. */
final class CountingStore extends DelegatingStore {
  final List<String> reads = new ArrayList<>();

  CountingStore(DocumentStore store) {
    super(store);
  }

  @Override
  public Optional<Document> get(String path) {
    reads.add(path);
    return super.get(path);
  }
}
