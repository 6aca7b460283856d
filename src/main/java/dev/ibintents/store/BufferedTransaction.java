package dev.ibintents.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A transaction that keeps its writes until its body has returned, and refuses reads after writes.
 */
public abstract class BufferedTransaction implements Transaction {
  private final List<Write> writes = new ArrayList<>();
  private StoreException failure;
  private boolean ended;

  /** Reads a document inside the transaction. */
  protected abstract Optional<Document> read(String path);

  /** Runs a query inside the transaction. */
  protected abstract List<Document> read(Query query);

  /**
   * Runs the body once. If a read has failed, the transaction fails, even if the body has caught
   * the exception. When the body has returned, the transaction refuses all further calls.
   */
  public final <T, X extends Exception> T run(TransactionBody<T, X> body) throws X {
    T result;
    try {
      result = body.run(this);
    } finally {
      ended = true;
    }
    if (failure != null) {
      throw failure;
    }
    return result;
  }

  /** Returns the writes, in the order in which the body made them. */
  public final List<Write> writes() {
    return writes;
  }

  /** Returns the exception of the failed read, or null if no read has failed. */
  protected final StoreException failure() {
    return failure;
  }

  @Override
  public final Optional<Document> get(String path) {
    DocumentPaths.document(path);
    return guarded(path, () -> read(path));
  }

  @Override
  public final List<Document> query(Query query) {
    return guarded(query.collection(), () -> read(query));
  }

  @Override
  public final void set(String path, Map<String, ?> fields) {
    add(Write.set(path, fields));
  }

  @Override
  public final void update(String path, Map<String, ?> fields) {
    add(Write.update(path, fields));
  }

  @Override
  public final void create(String path, Map<String, ?> fields) {
    add(Write.create(path, fields));
  }

  @Override
  public final void delete(String path) {
    add(Write.delete(path));
  }

  private void add(Write write) {
    checkOpen();
    writes.add(write);
  }

  private <T> T guarded(String path, Supplier<T> read) {
    checkRead(path);
    try {
      return read.get();
    } catch (StoreException e) {
      failure = e;
      throw e;
    }
  }

  private void checkRead(String path) {
    checkOpen();
    if (!writes.isEmpty()) {
      throw new IllegalStateException(
          "a transaction reads "
              + path
              + " after it has written "
              + writes.get(0).path()
              + "; all reads come before all writes");
    }
  }

  private void checkOpen() {
    if (ended) {
      throw new IllegalStateException("the transaction has ended; its body has returned");
    }
  }
}
