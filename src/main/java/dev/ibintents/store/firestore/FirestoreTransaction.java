package dev.ibintents.store.firestore;

import com.google.api.core.ApiFuture;
import com.google.api.core.ApiFutureCallback;
import com.google.api.core.ApiFutures;
import com.google.api.core.SettableApiFuture;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.QueryDocumentSnapshot;
import com.google.cloud.firestore.TransactionOptions;
import dev.ibintents.store.BufferedTransaction;
import dev.ibintents.store.Document;
import dev.ibintents.store.Query;
import dev.ibintents.store.StoreTimeout;
import dev.ibintents.store.StoreUnavailableException;
import dev.ibintents.store.TransactionBody;
import dev.ibintents.store.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A single attempt at a transaction. The body runs on the caller's thread while Google's client
 * waits for {@link #decision}. So nothing is committed after the caller's deadline, and an
 * exception of the body reaches the caller unchanged.
 */
final class FirestoreTransaction extends BufferedTransaction {
  private static final TransactionOptions ONE_ATTEMPT =
      TransactionOptions.createReadWriteOptionsBuilder()
          .setExecutor(Runnable::run)
          .setNumberOfAttempts(1)
          .build();

  private final FirestoreConnection connection;
  private final Firestore client;
  private final StoreTimeout deadline;
  private final SettableApiFuture<Void> decision = SettableApiFuture.create();
  private final CountDownLatch over = new CountDownLatch(1);
  private ApiFuture<Void> outcome;
  private com.google.cloud.firestore.Transaction transaction;

  FirestoreTransaction(FirestoreConnection connection, StoreTimeout deadline) {
    this.connection = connection;
    this.client = connection.client();
    this.deadline = deadline;
  }

  /**
   * Begins the transaction, runs the body, and commits.
   *
   * @throws FirestoreConnection.TransientException if another attempt may succeed
   */
  <T, X extends Exception> T attempt(TransactionBody<T, X> body) throws X {
    try {
      begin();
      T result = run(body);
      commit();
      return result;
    } catch (Throwable thrown) {
      abandon();
      if (failure() instanceof FirestoreConnection.TransientException contention) {
        throw contention; // even if the body threw another exception
      }
      throw thrown;
    }
  }

  @Override
  protected Optional<Document> read(String path) {
    DocumentSnapshot snapshot =
        await("reading " + path, path, transaction.get(client.document(path)));
    return snapshot.exists()
        ? Optional.of(FirestoreValues.fromClient(path, snapshot))
        : Optional.empty();
  }

  @Override
  protected List<Document> read(Query query) {
    String collection = query.collection();
    List<Document> documents = new ArrayList<>();
    for (QueryDocumentSnapshot snapshot :
        await(
            "querying " + collection,
            collection,
            transaction.get(FirestoreValues.toClient(query, client.collection(collection))))) {
      documents.add(FirestoreValues.fromClient(collection + "/" + snapshot.getId(), snapshot));
    }
    return List.copyOf(documents);
  }

  private void begin() {
    SettableApiFuture<com.google.cloud.firestore.Transaction> begun = SettableApiFuture.create();
    outcome =
        client.runAsyncTransaction(
            started -> {
              begun.set(started);
              return decision;
            },
            ONE_ATTEMPT);
    ApiFutures.addCallback(
        outcome,
        new ApiFutureCallback<Void>() {
          @Override
          public void onFailure(Throwable failure) {
            begun.setException(failure);
            over.countDown();
          }

          @Override
          public void onSuccess(Void nothing) {
            over.countDown();
          }
        },
        Runnable::run);
    transaction = await("beginning a transaction", "", begun);
  }

  private void commit() {
    if (deadline.hasPassed()) {
      throw new StoreUnavailableException(
          connection + ": a transaction's body took until the deadline; nothing was written");
    }
    writes().forEach(this::apply);
    String paths = writes().stream().map(Write::path).distinct().collect(Collectors.joining(", "));
    decision.set(null);
    await("committing a transaction on " + paths, paths, outcome);
  }

  private void apply(Write write) {
    DocumentReference document = client.document(write.path());
    switch (write.kind()) {
      case SET:
        transaction.set(document, FirestoreValues.toClient(write.fields()));
        break;
      case UPDATE:
        FirestoreValues.Update update = FirestoreValues.toClientUpdate(write.fields());
        transaction.update(document, update.first(), update.value(), update.others());
        break;
      case CREATE:
        transaction.create(document, FirestoreValues.toClient(write.fields()));
        break;
      default:
        transaction.delete(document);
    }
  }

  /** Makes the client roll back, and waits until it has, because the transaction holds locks. */
  private void abandon() {
    decision.setException(new IllegalStateException("abandoned"));
    if (transaction == null) {
      return;
    }
    try {
      over.await(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private <T> T await(String action, String path, ApiFuture<T> answer) {
    try {
      return connection.await(action, answer, deadline);
    } catch (ExecutionException e) {
      throw connection.translate(action, path, e.getCause());
    }
  }
}
