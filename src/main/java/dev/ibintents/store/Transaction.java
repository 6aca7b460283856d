package dev.ibintents.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The reads and writes of a {@link TransactionBody}. Reads see the documents of a single moment.
 * Writes happen together after the body has returned, or not at all. A transaction may be used only
 * on the body's thread, and only during a single run of the body.
 *
 * <p>All reads come before all writes. A read after a write throws IllegalStateException.
 */
public interface Transaction {

  /** Reads a document. No other writer can change it before the transaction ends. */
  Optional<Document> get(String path);

  /**
   * Reads documents, as {@link DocumentStore#query} does. No other writer can change the found
   * documents before the transaction ends.
   */
  List<Document> query(Query query);

  /** Writes a document, and replaces an existing one. */
  void set(String path, Map<String, ?> fields);

  /**
   * Replaces the named fields of a document and keeps the others. Names are literal. If the
   * document does not exist, the transaction ends with {@link DocumentNotFoundException}.
   */
  void update(String path, Map<String, ?> fields);

  /**
   * Writes a new document. If the document exists, the transaction ends with {@link
   * DocumentExistsException}.
   */
  void create(String path, Map<String, ?> fields);

  /** Deletes a document, if it exists. */
  void delete(String path);
}
