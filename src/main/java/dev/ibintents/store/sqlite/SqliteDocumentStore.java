package dev.ibintents.store.sqlite;

import dev.ibintents.store.BufferedTransaction;
import dev.ibintents.store.Document;
import dev.ibintents.store.DocumentPaths;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.Query;
import dev.ibintents.store.StoreTimeout;
import dev.ibintents.store.StoreUnavailableException;
import dev.ibintents.store.TransactionBody;
import dev.ibintents.store.Write;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * A store of documents in one SQLite file in a local folder. Any number of threads and processes of
 * this machine may use it at the same time. A write is on the disk when its method returns.
 *
 * <p>Transactions run one after the other, so a body runs once only. Reads outside a transaction do
 * not wait.
 */
public final class SqliteDocumentStore extends DocumentStore.OfWrites {
  /**
   * The name of the file in its folder. While it is in use, SQLite keeps two more files beside it.
   */
  public static final String FILE_NAME = "store.db";

  /** The default time that an operation waits for other operations. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

  private static final int MAX_IDLE = 4;

  private final Path file;
  private final Duration timeout;
  private final ReentrantLock writing = new ReentrantLock(true);
  private final ConcurrentLinkedDeque<SqliteSession> idle = new ConcurrentLinkedDeque<>();
  private volatile boolean closed;

  /** Opens the store with the default timeout. */
  public SqliteDocumentStore(Path folder) {
    this(folder, DEFAULT_TIMEOUT);
  }

  /**
   * Opens the store, and creates the folder and the file if they do not exist.
   *
   * @param folder the folder of the file
   * @param timeout the longest time that an operation waits for others, above 0 and up to an hour
   * @throws StoreUnavailableException if the folder cannot be created, or the file cannot be opened
   */
  public SqliteDocumentStore(Path folder, Duration timeout) {
    this.file = folder.resolve(FILE_NAME).toAbsolutePath();
    this.timeout = StoreTimeout.check(timeout);
    makeFolder(file.getParent());
    SqliteLibrary.load(file.getParent());
    giveBack(SqliteSession.open(file, StoreTimeout.after(timeout)));
  }

  @Override
  public Optional<Document> get(String path) {
    DocumentPaths.document(path);
    return reading(session -> session.get(path));
  }

  @Override
  public List<Document> query(Query query) {
    return reading(session -> session.query(query));
  }

  @Override
  public void readAll(Consumer<Document> reader) {
    reading(
        session -> {
          session.readAll(reader);
          return null;
        });
  }

  @Override
  public <T, X extends Exception> T runTransaction(TransactionBody<T, X> body) throws X {
    return this.<T, X>writing(
        session -> {
          BufferedTransaction transaction = new SqliteTransaction(session);
          T result = transaction.run(body);
          transaction.writes().forEach(session::apply);
          return result;
        });
  }

  @Override
  public void close() {
    closed = true;
    for (SqliteSession session = idle.poll(); session != null; session = idle.poll()) {
      session.close();
    }
  }

  @Override
  protected void write(Write write) {
    writing(
        session -> {
          session.apply(write);
          return null;
        });
  }

  /** Work with a session; X is the exception that a transaction's body may throw. */
  @FunctionalInterface
  private interface Work<T, X extends Exception> {
    T on(SqliteSession session) throws X;
  }

  private <T> T reading(Work<T, RuntimeException> work) {
    SqliteSession session = borrow(StoreTimeout.after(timeout));
    try {
      return work.on(session);
    } finally {
      giveBack(session);
    }
  }

  private <T, X extends Exception> T writing(Work<T, X> work) throws X {
    if (writing.isHeldByCurrentThread()) {
      throw new IllegalStateException(
          "a write to the store from inside a transaction's body; use the transaction");
    }
    StoreTimeout deadline = StoreTimeout.after(timeout);
    lock(deadline);
    try {
      SqliteSession session = borrow(deadline);
      try {
        return atomically(session, work);
      } finally {
        giveBack(session);
      }
    } finally {
      writing.unlock();
    }
  }

  private static <T, X extends Exception> T atomically(SqliteSession session, Work<T, X> work)
      throws X {
    session.begin();
    try {
      T result = work.on(session);
      session.commit();
      return result;
    } catch (Throwable failure) {
      session.rollbackAfter(failure);
      throw failure;
    }
  }

  private static void makeFolder(Path folder) {
    if (folder.toString().indexOf('?') >= 0) {
      throw StoreUnavailableException.permanent(
          "the data folder "
              + folder
              + " has a question mark in its name; SQLite's driver stops"
              + " reading there, so name another folder",
          null);
    }
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw StoreUnavailableException.permanent(
          "the data folder " + folder + " cannot be made (" + e + "); name one that can", e);
    }
  }

  /**
   * Waits for the write lock of this process. Its threads get the lock in the order in which they
   * asked. SQLite's own waiting keeps no order.
   */
  private void lock(StoreTimeout deadline) {
    try {
      if (!writing.tryLock(deadline.remainingNanos(), TimeUnit.NANOSECONDS)) {
        throw new StoreUnavailableException(
            "the store "
                + file
                + " was busy with this process's own writes for "
                + timeout
                + "; nothing was written, try again");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException(
          "interrupted while waiting to write to " + file + "; nothing was written", e);
    }
  }

  private SqliteSession borrow(StoreTimeout deadline) {
    if (closed) {
      throw new IllegalStateException("the store " + file + " is closed");
    }
    SqliteSession session = idle.poll();
    if (session == null) {
      return SqliteSession.open(file, deadline);
    }
    session.waitUntil(deadline);
    return session;
  }

  private void giveBack(SqliteSession session) {
    if (session.isBroken() || idle.size() >= MAX_IDLE) {
      session.close();
      return;
    }
    idle.push(session);
    if (closed && idle.remove(session)) {
      session.close();
    }
  }

  private static final class SqliteTransaction extends BufferedTransaction {
    private final SqliteSession session;

    SqliteTransaction(SqliteSession session) {
      this.session = session;
    }

    @Override
    protected Optional<Document> read(String path) {
      return session.get(path);
    }

    @Override
    protected List<Document> read(Query query) {
      return session.query(query);
    }
  }
}
