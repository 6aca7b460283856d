package dev.ibintents.store.memory;

import dev.ibintents.store.BufferedTransaction;
import dev.ibintents.store.Document;
import dev.ibintents.store.DocumentExistsException;
import dev.ibintents.store.DocumentNotFoundException;
import dev.ibintents.store.DocumentPaths;
import dev.ibintents.store.DocumentSize;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.Query;
import dev.ibintents.store.StoreTimeout;
import dev.ibintents.store.StoreUnavailableException;
import dev.ibintents.store.TransactionBody;
import dev.ibintents.store.Write;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * A store of documents in the memory of this process. It ends with the process. Any number of
 * threads may use it at the same time.
 *
 * <p>Transactions run one after the other, so a body runs once only. Reads outside a transaction do
 * not wait for it, and never see a part of its writes.
 */
public final class MemoryDocumentStore extends DocumentStore.OfWrites {
  /** The default time that an operation waits for other operations. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

  private final Duration timeout;
  private final ReentrantLock writing = new ReentrantLock(true);

  /** The documents by collection and id. The map itself is the lock of short reads and writes. */
  private final Map<String, Map<String, Document>> collections = new HashMap<>();

  private volatile boolean closed;

  /** Makes an empty store with the default timeout. */
  public MemoryDocumentStore() {
    this(DEFAULT_TIMEOUT);
  }

  /**
   * Makes an empty store.
   *
   * @param timeout the longest time that a write waits for others, above 0 and up to an hour
   */
  public MemoryDocumentStore(Duration timeout) {
    this.timeout = StoreTimeout.check(timeout);
  }

  @Override
  public Optional<Document> get(String path) {
    DocumentPaths.document(path);
    requireOpen();
    return read(path);
  }

  @Override
  public List<Document> query(Query query) {
    requireOpen();
    return read(query);
  }

  @Override
  public void readAll(Consumer<Document> reader) {
    requireOpen();
    List<Document> all = new ArrayList<>();
    synchronized (collections) {
      collections.values().forEach(collection -> all.addAll(collection.values()));
    }
    all.forEach(reader);
  }

  @Override
  public <T, X extends Exception> T runTransaction(TransactionBody<T, X> body) throws X {
    lock();
    try {
      BufferedTransaction transaction = new MemoryTransaction();
      T result = transaction.run(body);
      apply(transaction.writes());
      return result;
    } finally {
      writing.unlock();
    }
  }

  @Override
  public void close() {
    closed = true;
    synchronized (collections) {
      collections.clear();
    }
  }

  @Override
  protected void write(Write write) {
    lock();
    try {
      apply(List.of(write));
    } finally {
      writing.unlock();
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the store in memory is closed");
    }
  }

  /** Waits for the write lock. Threads get the lock in the order in which they asked. */
  private void lock() {
    if (writing.isHeldByCurrentThread()) {
      throw new IllegalStateException(
          "a write to the store from inside a transaction's body; use the transaction");
    }
    requireOpen();
    try {
      if (!writing.tryLock(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new StoreUnavailableException(
            "the store in memory was busy with other writes for "
                + timeout
                + "; nothing was written, try again");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException(
          "interrupted while waiting to write to the store in memory; nothing was written", e);
    }
  }

  private Optional<Document> read(String path) {
    synchronized (collections) {
      return Optional.ofNullable(
          collections.getOrDefault(DocumentPaths.parent(path), Map.of()).get(path));
    }
  }

  private List<Document> read(Query query) {
    List<Document> documents;
    synchronized (collections) {
      documents = List.copyOf(collections.getOrDefault(query.collection(), Map.of()).values());
    }
    return query.answer(documents);
  }

  /** Makes all changes, or none if one of them is refused. */
  private void apply(List<Write> writes) {
    synchronized (collections) {
      Map<String, Optional<Document>> changed = new HashMap<>();
      for (Write write : writes) {
        Optional<Document> before = changed.getOrDefault(write.path(), read(write.path()));
        changed.put(write.path(), after(write, before));
      }
      changed.forEach(this::put);
    }
  }

  private static Optional<Document> after(Write write, Optional<Document> before) {
    return switch (write.kind()) {
      case DELETE -> Optional.empty();
      case SET -> Optional.of(new Document(write.path(), write.fields()));
      case CREATE -> {
        if (before.isPresent()) {
          throw new DocumentExistsException(write.path() + " exists already; nothing was written");
        }
        yield Optional.of(new Document(write.path(), write.fields()));
      }
      case UPDATE -> {
        Map<String, Object> fields =
            new HashMap<>(
                before
                    .orElseThrow(
                        () ->
                            new DocumentNotFoundException(
                                write.path() + " cannot be updated: there is no such document"))
                    .fields());
        fields.putAll(write.fields());
        DocumentSize.check(write.path(), fields);
        yield Optional.of(new Document(write.path(), fields));
      }
    };
  }

  private void put(String path, Optional<Document> document) {
    String collection = DocumentPaths.parent(path);
    if (document.isPresent()) {
      collections.computeIfAbsent(collection, key -> new HashMap<>()).put(path, document.get());
    } else if (collections.containsKey(collection)) {
      collections.get(collection).remove(path);
    }
  }

  private final class MemoryTransaction extends BufferedTransaction {
    @Override
    protected Optional<Document> read(String path) {
      return MemoryDocumentStore.this.read(path);
    }

    @Override
    protected List<Document> read(Query query) {
      return MemoryDocumentStore.this.read(query);
    }
  }
}
