package dev.ibintents.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Documents at slash paths, in collections; safe for many threads and many processes.
 *
 * <p>A document's path has an even number of segments ({@code config/paper}), a collection's an odd
 * one ({@code positions/paper/openOrders}). Values are null, Boolean, Long, Double, String, Instant
 * (cut to microseconds), List and Map with strings for keys; shorter integers are widened. A
 * BigDecimal is stored exactly: as an integer if it is whole and fits a long, else as a plain
 * decimal string; {@link Fields#decimal} reads both. Field names are literal, dots and all. A
 * document may count 1 MiB by Firestore's rules.
 *
 * <p>Every method throws {@link InvalidDocumentException} for what can never be stored, and {@link
 * StoreUnavailableException} when the store does not answer within its deadline; a write that was
 * under way then may or may not have happened. After {@link #close} all of them throw
 * IllegalStateException, and so do writes past the transaction from inside a transaction's body,
 * which would wait for themselves.
 */
public interface DocumentStore extends AutoCloseable {

  /** Reads a document, if it is there. */
  Optional<Document> get(String path);

  /** Writes a document, in place of the one that is there, if any. */
  void set(String path, Map<String, ?> fields);

  /**
   * Replaces the named fields, at least one, and keeps the others; names are taken literally.
   *
   * @throws DocumentNotFoundException if there is no such document
   */
  void update(String path, Map<String, ?> fields);

  /** Deletes a document, if it is there; the collections below it stay. */
  void delete(String path);

  /**
   * Writes a new document under a random id of 20 letters and digits.
   *
   * @param collection slash path with an odd number of segments
   * @return the new document's path
   */
  String add(String collection, Map<String, ?> fields);

  /** Reads all documents of a collection, in the order of their ids. */
  default List<Document> list(String collection) {
    return query(Query.in(collection));
  }

  /** Reads the documents that a query asks for. */
  List<Document> query(Query query);

  /**
   * Reads all documents of all collections, in no order that both stores share, as they are at one
   * moment.
   *
   * @param reader is given one document after the other; it writes none to this store
   * @throws InvalidDocumentException if somebody else has put a value of a type into one that is
   *     not stored
   */
  void readAll(Consumer<Document> reader);

  /**
   * Runs the body, and makes its writes happen all at once or not at all. Repeats it until the
   * deadline when others are in the way.
   *
   * @return what the last run of the body returned
   * @throws X what the body throws, as it is; nothing is written then
   * @throws DocumentExistsException if it creates a document that exists; nothing is written
   * @throws DocumentNotFoundException if it updates one that does not; nothing is written
   */
  <T, X extends Exception> T runTransaction(TransactionBody<T, X> body) throws X;

  /** Ends all connections and threads. Closing twice is harmless. */
  @Override
  void close();
}
