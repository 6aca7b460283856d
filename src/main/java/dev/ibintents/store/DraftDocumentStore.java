package dev.ibintents.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A store that keeps its writes in memory, and reads all other documents from another store. It
 * shows what the other store would contain after the writes. The other store never changes.
 *
 * <p>Transactions run one after the other. A transaction here reads from the other store within a
 * single transaction there. Closing the draft leaves the other store open.
 */
public final class DraftDocumentStore extends DocumentStore.OfWrites {
  private final DocumentStore store;
  private final ReentrantLock lock = new ReentrantLock(true);
  private Map<String, Optional<Document>> drafts = Map.of();
  private boolean closed;

  /**
   * @param store the other store
   */
  public DraftDocumentStore(DocumentStore store) {
    this.store = store;
  }

  @Override
  public Optional<Document> get(String path) {
    DocumentPaths.document(path);
    return locked(() -> found(path, store::get));
  }

  @Override
  public List<Document> query(Query query) {
    return locked(() -> found(query, store::query));
  }

  @Override
  public void readAll(Consumer<Document> reader) {
    List<Document> documents = new ArrayList<>();
    this.<Void, RuntimeException>locked(
        () -> {
          store.readAll(
              document -> {
                if (!drafts.containsKey(document.path())) {
                  documents.add(document);
                }
              });
          drafts.values().forEach(draft -> draft.ifPresent(documents::add));
          return null;
        });
    documents.forEach(reader);
  }

  @Override
  protected void write(Write write) {
    this.<Void, RuntimeException>alone(
        () -> {
          drafts = after(List.of(write), store::get);
          return null;
        });
  }

  @Override
  public <T, X extends Exception> T runTransaction(TransactionBody<T, X> body) throws X {
    return this.<T, X>alone(
        () -> {
          Outcome<T> outcome =
              store.<Outcome<T>, X>runTransaction(
                  transaction -> outcome(body, new Origin(transaction)));
          drafts = outcome.drafts();
          return outcome.result();
        });
  }

  /** Runs several bodies in one transaction; see {@link DocumentStore#runTransactions}. */
  static <T, X extends Exception> List<T> runTogether(
      DocumentStore store, List<TransactionBody<T, X>> bodies) throws X {
    return store.<List<T>, X>runTransaction(
        transaction -> {
          Origin origin = new Origin(transaction);
          DraftDocumentStore draft = new DraftDocumentStore(store);
          List<T> results = new ArrayList<>();
          for (TransactionBody<T, X> body : bodies) {
            Outcome<T> outcome = draft.<T, X>outcome(body, origin);
            draft.drafts = outcome.drafts();
            results.add(outcome.result());
          }
          draft.drafts.forEach((path, document) -> origin.write(path, document));
          return results;
        });
  }

  private <T, X extends Exception> Outcome<T> outcome(TransactionBody<T, X> body, Origin origin)
      throws X {
    DraftTransaction draft = new DraftTransaction(origin);
    T result = draft.run(body);
    return new Outcome<>(result, after(draft.writes(), origin::get));
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
    } finally {
      lock.unlock();
    }
  }

  private Optional<Document> found(String path, Function<String, Optional<Document>> reading) {
    Optional<Document> draft = drafts.get(path);
    return draft == null ? reading.apply(path) : draft;
  }

  private List<Document> found(Query query, Function<Query, List<Document>> querying) {
    String collection = query.collection();
    List<String> drafted =
        drafts.keySet().stream()
            .filter(path -> DocumentPaths.parent(path).equals(collection))
            .toList();
    if (drafted.isEmpty()) {
      return querying.apply(query);
    }
    Map<String, Document> documents = new TreeMap<>();
    drafted.forEach(path -> drafts.get(path).ifPresent(draft -> documents.put(path, draft)));
    // Drafts may push documents out of a limited answer, or let others in.
    Query needed = query.newest().isPresent() ? Query.in(collection) : query;
    querying.apply(needed).stream()
        .filter(document -> !drafts.containsKey(document.path()))
        .forEach(document -> documents.put(document.path(), document));
    return query.answer(List.copyOf(documents.values()));
  }

  /** Returns the drafts after all of the writes; throws, and changes nothing, if a write fails. */
  private Map<String, Optional<Document>> after(
      List<Write> writes, Function<String, Optional<Document>> reading) {
    Map<String, Optional<Document>> after = new HashMap<>(drafts);
    for (Write write : writes) {
      String path = write.path();
      Optional<Document> before = after.containsKey(path) ? after.get(path) : reading.apply(path);
      after.put(path, after(write, before));
    }
    return after;
  }

  private static Optional<Document> after(Write write, Optional<Document> before) {
    String path = write.path();
    return switch (write.kind()) {
      case SET -> Optional.of(new Document(path, write.fields()));
      case UPDATE -> Optional.of(new Document(path, merged(write, before)));
      case CREATE -> {
        if (before.isPresent()) {
          throw new DocumentExistsException(path + " exists already; nothing was written");
        }
        yield Optional.of(new Document(path, write.fields()));
      }
      case DELETE -> Optional.empty();
    };
  }

  private static Map<String, Object> merged(Write update, Optional<Document> before) {
    String path = update.path();
    Document document =
        before.orElseThrow(
            () ->
                new DocumentNotFoundException(
                    path + " cannot be updated: there is no such document"));
    Map<String, Object> fields = new TreeMap<>(document.fields());
    fields.putAll(update.fields());
    DocumentSize.check(path, fields);
    return fields;
  }

  /** A transaction of the other store, which reads each document once. */
  private static final class Origin {
    private final Transaction transaction;
    private final Map<String, Optional<Document>> read = new HashMap<>();

    Origin(Transaction transaction) {
      this.transaction = transaction;
    }

    Optional<Document> get(String path) {
      return read.computeIfAbsent(path, transaction::get);
    }

    List<Document> query(Query query) {
      return transaction.query(query);
    }

    /** Writes a draft. The document was read before, because every draft is made from it. */
    void write(String path, Optional<Document> draft) {
      if (draft.isEmpty()) {
        transaction.delete(path);
      } else if (read.get(path).isEmpty()) {
        transaction.create(path, draft.get().fields());
      } else {
        transaction.set(path, draft.get().fields());
      }
    }
  }

  /** The result of a transaction, and the drafts after it. */
  private record Outcome<T>(T result, Map<String, Optional<Document>> drafts) {}

  /** Work that runs while this thread holds the lock. */
  @FunctionalInterface
  private interface Work<T, X extends Exception> {
    T run() throws X;
  }

  private <T, X extends Exception> T locked(Work<T, X> work) throws X {
    lock.lock();
    try {
      if (closed) {
        throw new IllegalStateException("the draft of a store is closed");
      }
      return work.run();
    } finally {
      lock.unlock();
    }
  }

  private <T, X extends Exception> T alone(Work<T, X> work) throws X {
    if (lock.isHeldByCurrentThread()) {
      throw new IllegalStateException(
          "a write to the store from inside a transaction's body; use the transaction");
    }
    return locked(work);
  }

  private final class DraftTransaction extends BufferedTransaction {
    private final Origin origin;

    DraftTransaction(Origin origin) {
      this.origin = origin;
    }

    @Override
    protected Optional<Document> read(String path) {
      return found(path, origin::get);
    }

    @Override
    protected List<Document> read(Query query) {
      return found(query, origin::query);
    }
  }
}
