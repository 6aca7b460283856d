package dev.ibintents.trading.ledger;

import dev.ibintents.store.Document;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.Query;
import dev.ibintents.store.StoreUnavailableException;
import dev.ibintents.store.Transaction;
import dev.ibintents.store.TransactionBody;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A store that fails once, at the n-th of its writes. A transaction that writes is one write. */
public final class FaultyStore implements DocumentStore {
  /** How it fails. */
  public enum Fault {
    /** The process dies; the write has not happened. */
    KILLED_BEFORE,
    /** The process dies; the write has happened. */
    KILLED_AFTER,
    /** The write has not happened, and the store says that it does not know. */
    UNAVAILABLE_BEFORE,
    /** The write has happened, and the store says that it does not know. */
    UNAVAILABLE_AFTER,
    /** The write has happened, and the transaction's body is run again, as Firestore does. */
    REPEATED
  }

  /** Nothing catches this, as nothing catches the end of the process. */
  public static final class Killed extends Error {
    private static final long serialVersionUID = 1L;

    public Killed() {
      super("killed", null, false, false);
    }
  }

  private final DocumentStore store;
  private final int nth;
  private final Fault fault;
  private int writes;
  private boolean dead;

  /**
   * @param nth which write fails, from 1; 0 for every one
   */
  public FaultyStore(DocumentStore store, int nth, Fault fault) {
    this.store = store;
    this.nth = nth;
    this.fault = fault;
  }

  /** How many writes were tried. */
  public int writes() {
    return writes;
  }

  private boolean isFaulty() {
    writes++;
    return nth == 0 || writes == nth;
  }

  private void live() {
    if (dead) {
      throw new Killed();
    }
  }

  private <T> T write(Supplier<T> write) {
    live();
    boolean faulty = isFaulty();
    if (faulty) {
      failBefore();
    }
    T result = write.get();
    if (faulty) {
      failAfter();
    }
    return result;
  }

  private void failBefore() {
    if (fault == Fault.KILLED_BEFORE) {
      dead = true;
      throw new Killed();
    } else if (fault == Fault.UNAVAILABLE_BEFORE) {
      throw new StoreUnavailableException("the write was not done");
    }
  }

  private void failAfter() {
    if (fault == Fault.KILLED_AFTER) {
      dead = true;
      throw new Killed();
    } else if (fault == Fault.UNAVAILABLE_AFTER) {
      throw new StoreUnavailableException("the write was done");
    }
  }

  @Override
  public <T, X extends Exception> T runTransaction(TransactionBody<T, X> body) throws X {
    live();
    Watched[] watched = new Watched[1];
    T result =
        store.runTransaction(
            transaction -> {
              watched[0] = new Watched(transaction);
              T returned = body.run(watched[0]);
              watched[0].faulty = watched[0].wrote && isFaulty();
              if (watched[0].faulty) {
                failBefore();
              }
              return returned;
            });
    if (!watched[0].faulty) {
      return result;
    }
    failAfter();
    return store.runTransaction(body);
  }

  /** Sees whether a transaction writes. */
  private static final class Watched implements Transaction {
    private final Transaction transaction;
    private boolean wrote;
    private boolean faulty;

    Watched(Transaction transaction) {
      this.transaction = transaction;
    }

    @Override
    public Optional<Document> get(String path) {
      return transaction.get(path);
    }

    @Override
    public List<Document> query(Query query) {
      return transaction.query(query);
    }

    @Override
    public void set(String path, Map<String, ?> fields) {
      wrote = true;
      transaction.set(path, fields);
    }

    @Override
    public void update(String path, Map<String, ?> fields) {
      wrote = true;
      transaction.update(path, fields);
    }

    @Override
    public void create(String path, Map<String, ?> fields) {
      wrote = true;
      transaction.create(path, fields);
    }

    @Override
    public void delete(String path) {
      wrote = true;
      transaction.delete(path);
    }
  }

  @Override
  public Optional<Document> get(String path) {
    live();
    return store.get(path);
  }

  @Override
  public void readAll(Consumer<Document> reader) {
    live();
    store.readAll(reader);
  }

  @Override
  public List<Document> query(Query query) {
    live();
    return store.query(query);
  }

  @Override
  public void set(String path, Map<String, ?> fields) {
    write(
        () -> {
          store.set(path, fields);
          return null;
        });
  }

  @Override
  public void update(String path, Map<String, ?> fields) {
    write(
        () -> {
          store.update(path, fields);
          return null;
        });
  }

  @Override
  public void delete(String path) {
    write(
        () -> {
          store.delete(path);
          return null;
        });
  }

  @Override
  public String add(String collection, Map<String, ?> fields) {
    return write(() -> store.add(collection, fields));
  }

  @Override
  public void close() {
    store.close();
  }
}
