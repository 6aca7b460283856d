package dev.ibintents.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A store of documents at slash paths, in collections. It is safe for many threads and many
 * processes.
 *
 * <p>The path of a document has an even number of segments ({@code config/paper}), the path of a
 * collection an odd number ({@code positions/paper/openOrders}). Values are null, Boolean, Long,
 * Double, String, Instant (cut to microseconds), List and Map with strings for keys; shorter
 * integers are widened. A BigDecimal is stored exactly: as an integer if it is whole and fits a
 * long, else as a plain decimal string; {@link Fields#decimal} reads both. Field names are literal:
 * a dot in a name has no special meaning. The largest document has 1 MiB by Firestore's rules.
 *
 * <p>Every method throws {@link InvalidDocumentException} for a path or a value that can never be
 * stored. It throws {@link StoreUnavailableException} if the store does not answer within its
 * deadline. A write that was under way then may or may not have happened. After {@link #close}
 * every method throws IllegalStateException. The body of a transaction must write through the
 * transaction. Direct writes in it throw IllegalStateException, because they would wait for the
 * transaction itself.
 */
public interface DocumentStore extends AutoCloseable {

  /** Reads a document, if it exists. */
  Optional<Document> get(String path);

  /** Writes a document, and replaces an existing one. */
  void set(String path, Map<String, ?> fields);

  /**
   * Replaces the named fields, at least one, and keeps the others. Names are literal.
   *
   * @throws DocumentNotFoundException if there is no such document
   */
  void update(String path, Map<String, ?> fields);

  /** Deletes a document, if it exists. The collections below it stay. */
  void delete(String path);

  /**
   * Writes a new document under a random id of 20 letters and digits.
   *
   * @param collection slash path with an odd number of segments
   * @return the path of the new document
   */
  String add(String collection, Map<String, ?> fields);

  /** Reads all documents of a collection, ordered by id. */
  default List<Document> list(String collection) {
    return query(Query.in(collection));
  }

  /** Reads the documents that match a query. */
  List<Document> query(Query query);

  /**
   * Reads all documents of all collections, as they are at a single moment. The order differs
   * between the two stores.
   *
   * @param reader gets the documents one after the other; it must not write to this store
   * @throws InvalidDocumentException if another program has written a value of a type that this
   *     store does not support
   */
  void readAll(Consumer<Document> reader);

  /**
   * Runs the body as a transaction: all of its writes happen together, or none. If other writers
   * are in conflict with it, this runs the body again, until the deadline.
   *
   * @return the result of the last run of the body
   * @throws X the exception of the body, unchanged; nothing is written then
   * @throws DocumentExistsException if the body creates a document that exists; nothing is written
   * @throws DocumentNotFoundException if the body updates a document that does not exist; nothing
   *     is written
   */
  <T, X extends Exception> T runTransaction(TransactionBody<T, X> body) throws X;

  /**
   * Runs several bodies one after the other in a single transaction, as {@link #runTransaction}
   * runs one. Each body sees the writes of those before it. All writes of all bodies happen
   * together, or none. A document that several bodies write is written once.
   *
   * @param bodies at least one body; together they write no more than a transaction may
   * @return the results, in the order of the bodies
   */
  default <T, X extends Exception> List<T> runTransactions(List<TransactionBody<T, X>> bodies)
      throws X {
    return DraftDocumentStore.runTogether(this, bodies);
  }

  /** Closes all connections and ends all threads. A second call does nothing. */
  @Override
  void close();

  /** A store that makes every single change in the same way. */
  abstract class OfWrites implements DocumentStore {
    /** Makes one change. */
    protected abstract void write(Write write);

    @Override
    public final void set(String path, Map<String, ?> fields) {
      write(Write.set(path, fields));
    }

    @Override
    public final void update(String path, Map<String, ?> fields) {
      write(Write.update(path, fields));
    }

    @Override
    public final void delete(String path) {
      write(Write.delete(path));
    }

    @Override
    public final String add(String collection, Map<String, ?> fields) {
      String path = DocumentPaths.collection(collection) + "/" + DocumentPaths.newId();
      write(Write.create(path, fields));
      return path;
    }
  }
}
