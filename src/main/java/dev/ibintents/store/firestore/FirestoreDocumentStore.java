package dev.ibintents.store.firestore;

import com.google.api.core.ApiFuture;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.QueryDocumentSnapshot;
import com.google.cloud.firestore.QuerySnapshot;
import com.google.cloud.firestore.TransactionOptions;
import dev.ibintents.store.Document;
import dev.ibintents.store.DocumentPaths;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.Query;
import dev.ibintents.store.StoreException;
import dev.ibintents.store.StoreTimeout;
import dev.ibintents.store.StoreUnavailableException;
import dev.ibintents.store.TransactionBody;
import dev.ibintents.store.Write;
import dev.ibintents.store.firestore.FirestoreConnection.TransientException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A store of documents in Firestore. Its constructor is cheap and contacts no server. The first
 * operation creates the client that all operations share. If the environment variable {@code
 * FIRESTORE_EMULATOR_HOST} is set, the store uses that emulator instead of Google's servers.
 *
 * <p>Transactions in conflict with other writers are tried again until the deadline. The same holds
 * for a write in conflict with a transaction.
 */
public final class FirestoreDocumentStore implements DocumentStore {
  /** The name of a project's default database. */
  public static final String DEFAULT_DATABASE = "(default)";

  /** The default timeout of an operation. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

  /** The number of documents in a page. A document has up to 1 MiB. */
  private static final int PAGE = 100;

  private final FirestoreConnection connection;
  private final ReentrantLock again = new ReentrantLock(true);
  private final ThreadLocal<Boolean> inBody = new ThreadLocal<>();

  /** Uses a project's default database, with the default timeout. */
  public FirestoreDocumentStore(String projectId) {
    this(projectId, DEFAULT_DATABASE, DEFAULT_TIMEOUT);
  }

  /**
   * Uses a database of a project.
   *
   * @param timeout the longest time for an operation with all its attempts, above 0 and up to an
   *     hour
   */
  public FirestoreDocumentStore(String projectId, String databaseId, Duration timeout) {
    this(projectId, databaseId, System.getenv("FIRESTORE_EMULATOR_HOST"), timeout);
  }

  private FirestoreDocumentStore(
      String projectId, String databaseId, String emulator, Duration timeout) {
    Objects.requireNonNull(projectId, "a Firestore store needs a project id");
    Objects.requireNonNull(databaseId, "a Firestore store needs a database id");
    this.connection = new FirestoreConnection(projectId, databaseId, emulator, timeout);
  }

  /**
   * Uses an emulator, whatever the environment variable says.
   *
   * @param hostAndPort the address of the emulator, such as {@code 127.0.0.1:8080}
   * @param projectId any id; each project has its own documents
   */
  public static FirestoreDocumentStore onEmulator(
      String hostAndPort, String projectId, Duration timeout) {
    Objects.requireNonNull(hostAndPort, "an emulator needs a host and a port");
    return new FirestoreDocumentStore(projectId, DEFAULT_DATABASE, hostAndPort, timeout);
  }

  @Override
  public Optional<Document> get(String path) {
    DocumentPaths.document(path);
    DocumentSnapshot snapshot =
        call("reading " + path, path, client -> client.document(path).get());
    return snapshot.exists()
        ? Optional.of(FirestoreValues.fromClient(path, snapshot))
        : Optional.empty();
  }

  @Override
  public void set(String path, Map<String, ?> fields) {
    Write write = Write.set(path, fields);
    Map<String, Object> values = FirestoreValues.toClient(write.fields());
    write(path, document -> document.set(values));
  }

  @Override
  public void update(String path, Map<String, ?> fields) {
    Write write = Write.update(path, fields);
    FirestoreValues.Update update = FirestoreValues.toClientUpdate(write.fields());
    write(path, document -> document.update(update.first(), update.value(), update.others()));
  }

  @Override
  public void delete(String path) {
    DocumentPaths.document(path);
    write(path, DocumentReference::delete);
  }

  @Override
  public String add(String collection, Map<String, ?> fields) {
    String path = DocumentPaths.collection(collection) + "/" + DocumentPaths.newId();
    set(path, fields); // the id is new, and a set can be repeated after a lost answer
    return path;
  }

  @Override
  public List<Document> query(Query query) {
    String collection = query.collection();
    QuerySnapshot found =
        call(
            "querying " + collection,
            collection,
            client -> FirestoreValues.toClient(query, client.collection(collection)).get());
    List<Document> documents = new ArrayList<>();
    for (QueryDocumentSnapshot snapshot : found) {
      documents.add(FirestoreValues.fromClient(collection + "/" + snapshot.getId(), snapshot));
    }
    return List.copyOf(documents);
  }

  /**
   * Reads page by page. All pages show the documents at the moment at which the first page was
   * read.
   */
  @Override
  public void readAll(Consumer<Document> reader) {
    com.google.cloud.firestore.Query pages =
        FirestoreValues.everything(connection.client()).limit(PAGE);
    QuerySnapshot page = call("reading all documents", "", client -> pages.get());
    TransactionOptions atThatMoment =
        TransactionOptions.createReadOnlyOptionsBuilder()
            .setReadTime(page.getReadTime().toProto())
            .build();
    while (!page.isEmpty()) {
      for (QueryDocumentSnapshot snapshot : page) {
        reader.accept(FirestoreValues.fromClient(snapshot.getReference().getPath(), snapshot));
      }
      if (page.size() < PAGE) {
        return;
      }
      com.google.cloud.firestore.Query next =
          pages.startAfter(page.getDocuments().get(page.size() - 1));
      page =
          call(
              "reading all documents",
              "",
              client ->
                  client.runAsyncTransaction(transaction -> transaction.get(next), atThatMoment));
    }
  }

  @Override
  public <T, X extends Exception> T runTransaction(TransactionBody<T, X> body) throws X {
    refuseInsideBody();
    StoreTimeout deadline = connection.newDeadline();
    TransientException failure;
    try {
      return attempt(body, deadline);
    } catch (TransientException e) {
      failure = e;
    }
    for (int attempt = 1; ; attempt++) {
      connection.pause(attempt, deadline, failure);
      queue(deadline, failure);
      try {
        return attempt(body, deadline);
      } catch (TransientException e) {
        failure = e;
      } finally {
        again.unlock();
      }
    }
  }

  private <T, X extends Exception> T attempt(TransactionBody<T, X> body, StoreTimeout deadline)
      throws X {
    FirestoreTransaction transaction = new FirestoreTransaction(connection, deadline);
    inBody.set(true);
    try {
      return transaction.attempt(body);
    } finally {
      inBody.remove();
    }
  }

  /**
   * Waits for the lock that lets the retries of this process run one after the other. Without it
   * they would be in conflict with each other.
   */
  private void queue(StoreTimeout deadline, TransientException failure) {
    try {
      if (again.tryLock(deadline.remainingNanos(), TimeUnit.NANOSECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new StoreUnavailableException(failure.getMessage(), failure);
  }

  @Override
  public void close() {
    connection.close();
  }

  private <T> void write(String path, Function<DocumentReference, ApiFuture<T>> change) {
    refuseInsideBody();
    call("writing " + path, path, client -> change.apply(client.document(path)));
  }

  /** Makes a call, and repeats it while it is in conflict with a transaction. */
  private <T> T call(String action, String path, Function<Firestore, ApiFuture<T>> call) {
    StoreTimeout deadline = connection.newDeadline();
    for (int attempt = 1; ; attempt++) {
      try {
        return connection.await(action, call.apply(connection.client()), deadline);
      } catch (ExecutionException e) {
        StoreException failure = connection.translate(action, path, e.getCause());
        if (!(failure instanceof TransientException contention)) {
          throw failure;
        } else if (!FirestoreConnection.isContention(e.getCause())) {
          throw new StoreUnavailableException(failure.getMessage(), e.getCause());
        }
        connection.pause(attempt, deadline, contention);
      }
    }
  }

  private void refuseInsideBody() {
    if (inBody.get() != null) {
      throw new IllegalStateException(
          "a write to the store from inside a transaction's body; use the transaction");
    }
  }
}
