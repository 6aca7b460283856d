package dev.ibintents.store.firestore;

import com.google.api.core.ApiFuture;
import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.StatusCode.Code;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.FirestoreException;
import com.google.cloud.firestore.FirestoreOptions;
import dev.ibintents.store.DocumentExistsException;
import dev.ibintents.store.DocumentNotFoundException;
import dev.ibintents.store.DocumentSize;
import dev.ibintents.store.InvalidDocumentException;
import dev.ibintents.store.StoreException;
import dev.ibintents.store.StoreTimeout;
import dev.ibintents.store.StoreUnavailableException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * A connection to one Firestore database. It creates Google's client when the client is first
 * needed. It waits for answers up to a deadline, and translates the client's failures into failures
 * of the store.
 */
final class FirestoreConnection implements AutoCloseable {
  private static final Logger logger = LoggerFactory.getLogger(FirestoreConnection.class);

  private static final int FIRST_PAUSE_MILLIS = 25;
  private static final int LONGEST_PAUSE_MILLIS = 1000;

  private final String projectId;
  private final String databaseId;
  private final String emulator;
  private final Duration timeout;
  private final CountDownLatch closed = new CountDownLatch(1);
  private Firestore client;

  FirestoreConnection(String projectId, String databaseId, String emulator, Duration timeout) {
    this.projectId = projectId;
    this.databaseId = databaseId;
    this.emulator = emulator;
    this.timeout = StoreTimeout.check(timeout);
  }

  /** A failed call that may be tried again. */
  static final class TransientException extends StoreUnavailableException {
    private static final long serialVersionUID = 1L;

    TransientException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  StoreTimeout newDeadline() {
    return StoreTimeout.after(timeout);
  }

  /** Returns the client. Its creation contacts no server, except for credentials. */
  synchronized Firestore client() {
    if (closed.getCount() == 0) {
      throw new IllegalStateException(this + " is closed");
    }
    if (client == null) {
      FirestoreOptions.Builder options =
          FirestoreOptions.newBuilder().setProjectId(projectId).setDatabaseId(databaseId);
      if (emulator != null) {
        options.setEmulatorHost(emulator);
      }
      try {
        client = options.build().getService();
      } catch (RuntimeException e) {
        throw StoreUnavailableException.permanent(
            this
                + " cannot be reached from here ("
                + e.getMessage()
                + "); on a computer of your own, run: gcloud auth application-default login",
            e);
      }
    }
    return client;
  }

  /**
   * Closes the client at once. The client's own close() waits for a silent server, up to minutes.
   */
  @Override
  public synchronized void close() {
    closed.countDown();
    if (client != null) {
      client.shutdownNow();
      client = null;
    }
  }

  /**
   * Waits for an answer.
   *
   * @param action the action in words, for messages, such as "reading config/paper"
   * @throws ExecutionException with Google's failure as its cause
   * @throws StoreUnavailableException if there is no answer by the deadline
   */
  <T> T await(String action, ApiFuture<T> answer, StoreTimeout deadline) throws ExecutionException {
    try {
      return answer.get(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new StoreUnavailableException(
          this + " did not answer within " + timeout + " while " + action, e);
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException(this + ": interrupted while " + action, e);
    }
  }

  /**
   * Waits before another attempt. The wait grows with each attempt, and it is random, so that
   * callers in conflict do not meet again.
   *
   * @param attempt the number of failed attempts, from 1
   * @throws StoreUnavailableException with the last failure, if the deadline comes first
   */
  void pause(int attempt, StoreTimeout deadline, TransientException failure) {
    if (attempt == 1) {
      logRetry(deadline, failure);
    }
    int most = (int) Math.min(LONGEST_PAUSE_MILLIS, (long) FIRST_PAUSE_MILLIS << attempt);
    int pause = ThreadLocalRandom.current().nextInt(most / 4, most);
    if (pause >= deadline.remainingMillis()) {
      throw new StoreUnavailableException(
          failure.getMessage() + " (" + attempt + " attempts within " + timeout + ")", failure);
    }
    try {
      if (closed.await(pause, TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException(this + " is closed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException(this + ": interrupted between two attempts", e);
    }
  }

  /**
   * Logs the first retry. A conflict between instances is usual, so it is logged as INFO. A store
   * that does not answer is logged as WARN.
   */
  private static void logRetry(StoreTimeout deadline, TransientException failure) {
    Level level = isContention(failure) ? Level.INFO : Level.WARN;
    logger
        .atLevel(level)
        .log(
            "{}; trying again for up to {} s",
            failure.getMessage(),
            TimeUnit.NANOSECONDS.toSeconds(deadline.remainingNanos()));
  }

  /** Translates a failure of Google's client into a failure of the store. */
  StoreException translate(String action, String path, Throwable failure) {
    String words = words(failure);
    String message = this + " failed while " + action + ": " + words;
    switch (code(failure)) {
      case NOT_FOUND:
        return words.contains("database") && words.contains("does not exist for project")
            ? StoreUnavailableException.permanent(message + "; create the database first", failure)
            : new DocumentNotFoundException(
                path + " cannot be updated: there is no such document", failure);
      case ALREADY_EXISTS:
        return new DocumentExistsException(
            path + " exists already; nothing was written (" + words + ")", failure);
      case PERMISSION_DENIED:
        return StoreUnavailableException.permanent(
            message + "; the service account of this process needs the role roles/datastore.user",
            failure);
      case UNAUTHENTICATED:
        return StoreUnavailableException.permanent(
            message
                + "; the credentials of this process are not valid; on a computer of your own, run:"
                + " gcloud auth application-default login",
            failure);
      case INVALID_ARGUMENT:
        return invalid(message, path, words, failure);
      case FAILED_PRECONDITION: // such as a missing index; Google's message has the link to create
      // it
      case OUT_OF_RANGE:
      case UNIMPLEMENTED:
        return new StoreException(message, failure);
      default:
        return new TransientException(message, failure);
    }
  }

  /**
   * Returns the words of Google's client. The outer message of a transaction says only that it has
   * failed, so the message of the cause is added.
   */
  private static String words(Throwable failure) {
    String words = String.valueOf(failure.getMessage());
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ApiException && !words.contains(String.valueOf(cause.getMessage()))) {
        return words + " (" + cause.getMessage() + ")";
      }
    }
    return words;
  }

  private static StoreException invalid(
      String message, String path, String words, Throwable failure) {
    if (words.contains("transaction has expired")) {
      return new TransientException(message, failure);
    } else if (words.contains("maximum") || words.contains("longer than")) {
      return DocumentSize.tooLarge(path, "Firestore says: " + words, failure);
    }
    return new InvalidDocumentException(message, failure);
  }

  /**
   * Whether the write was refused because of another writer, so that it has not happened and may be
   * tried again.
   */
  static boolean isContention(Throwable failure) {
    return code(failure) == Code.ABORTED;
  }

  static Code code(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ApiException api) {
        return api.getStatusCode().getCode();
      } else if (cause instanceof FirestoreException firestore && firestore.getStatus() != null) {
        return Code.valueOf(firestore.getStatus().getCode().name());
      }
    }
    return Code.UNKNOWN;
  }

  @Override
  public String toString() {
    String place = emulator == null ? "" : ", emulator at " + emulator;
    return "Firestore (project " + projectId + ", database " + databaseId + place + ")";
  }
}
