package dev.ibintents.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a {@link TransactionBody} sees: documents as of one moment, and writes that happen together
 * after the body has returned, or not at all. Belongs to the body's thread, and to one run of it.
 *
 * <p>All reads come before all writes; a read after a write throws IllegalStateException.
 */
public interface Transaction {

  /** Reads a document, and guards it: nobody else's write to it comes between this and the end. */
  Optional<Document> get(String path);

  /** Reads documents, as {@link DocumentStore#query} does, and guards those that it finds. */
  List<Document> query(Query query);

  /** Writes a document, in place of the one that is there, if any. */
  void set(String path, Map<String, ?> fields);

  /**
   * Replaces the named fields of a document and keeps the others; names are taken literally. If
   * there is no such document, the transaction ends with {@link DocumentNotFoundException}.
   */
  void update(String path, Map<String, ?> fields);

  /**
   * Writes a new document. If there is one at this path, the transaction ends with {@link
   * DocumentExistsException}.
   */
  void create(String path, Map<String, ?> fields);

  /** Deletes a document, if it is there. */
  void delete(String path);
}
