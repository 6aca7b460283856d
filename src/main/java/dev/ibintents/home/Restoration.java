package dev.ibintents.home;

import dev.ibintents.environment.Configuration;
import dev.ibintents.store.Document;
import dev.ibintents.store.DocumentLine;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.StoreException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The comparison of a store with a backup, and the way to restore it.
 *
 * @param backup all documents of the backup, by path
 * @param missing documents that only the backup has
 * @param differing documents that differ between both, as they are in the store
 * @param others paths of documents that only the store has; a restoration keeps them
 */
record Restoration(
    SortedMap<String, Document> backup,
    SortedMap<String, Document> missing,
    SortedMap<String, Document> differing,
    SortedSet<String> others) {
  /** The most bytes of a batch; Firestore writes at most 10 MiB in one transaction. */
  private static final int LARGEST_BATCH = 4 << 20;

  private static final int MOST_IN_A_BATCH = 50;
  private static final int MOST_NAMED = 5;

  /** Compares a store with a backup. */
  static Restoration of(Backup backup, DocumentStore store) {
    SortedMap<String, Document> missing = new TreeMap<>(backup.documents());
    SortedMap<String, Document> differing = new TreeMap<>();
    SortedSet<String> others = new TreeSet<>();
    store.readAll(
        document -> {
          Document kept = backup.documents().get(document.path());
          if (kept == null) {
            others.add(document.path());
            return;
          }
          missing.remove(document.path());
          if (!kept.equals(document)) {
            differing.put(document.path(), document);
          }
        });
    return new Restoration(backup.documents(), missing, differing, others);
  }

  /** Whether the store and the backup are the same. */
  boolean isSame() {
    return missing.isEmpty() && differing.isEmpty() && others.isEmpty();
  }

  /**
   * Writes the documents that are missing or differ. The configuration is written last, because
   * nothing trades without it.
   *
   * @param force whether documents that differ may be written over
   * @throws IllegalArgumentException if documents differ, and force is not set; nothing was written
   * @throws StoreException if a write failed; the message says how many were written before
   */
  void write(DocumentStore store, boolean force) {
    if (!differing.isEmpty() && !force) {
      throw new IllegalArgumentException(
          "%d of the store's documents differ from the backup (%s); diff shows how, and --force"
                  .formatted(differing.size(), named(differing.keySet()))
              + " writes over them. Nothing was written");
    }
    int written = 0;
    for (List<Document> batch : batches()) {
      try {
        write(store, batch);
      } catch (StoreException | IllegalArgumentException e) {
        throw new StoreException(
            "restoring broke off after %d of %d documents: %s. Those are written; the same command"
                    .formatted(written, missing.size() + differing.size(), e.getMessage())
                + " writes the rest",
            e);
      }
      written += batch.size();
    }
  }

  /** Writes a batch, whole or not at all. It fails if a document has changed meanwhile. */
  private void write(DocumentStore store, List<Document> batch) {
    store.<Void, RuntimeException>runTransaction(
        transaction -> {
          for (Document document : batch) {
            Optional<Document> now = transaction.get(document.path());
            if (!now.equals(Optional.ofNullable(differing.get(document.path())))) {
              throw new IllegalArgumentException(
                  document.path()
                      + " has changed meanwhile, so another program writes; end that program");
            }
          }
          batch.forEach(document -> transaction.set(document.path(), document.fields()));
          return null;
        });
  }

  private List<List<Document>> batches() {
    List<Document> documents = new ArrayList<>(missing.values());
    differing.keySet().forEach(path -> documents.add(backup.get(path)));
    documents.sort(
        Comparator.comparing((Document document) -> isConfiguration(document))
            .thenComparing(Document::path));
    List<List<Document>> batches = new ArrayList<>();
    int size = LARGEST_BATCH;
    for (Document document : documents) {
      int length = DocumentLine.write(document).length();
      if (size + length > LARGEST_BATCH
          || batches.get(batches.size() - 1).size() == MOST_IN_A_BATCH) {
        batches.add(new ArrayList<>());
        size = 0;
      }
      batches.get(batches.size() - 1).add(document);
      size += length;
    }
    return batches;
  }

  private static boolean isConfiguration(Document document) {
    return document.path().startsWith(Configuration.COLLECTION + "/");
  }

  /**
   * The differences between the documents that both have, field by field, from the backup to the
   * store.
   */
  List<DocumentChanges> changes() {
    return differing.entrySet().stream()
        .map(
            (Map.Entry<String, Document> entry) ->
                DocumentChanges.between(
                    Optional.of(backup.get(entry.getKey())), entry.getValue(), List.of()))
        .toList();
  }

  /** Some of the paths, in words. */
  static String named(Collection<String> paths) {
    String first = String.join(", ", paths.stream().limit(MOST_NAMED).toList());
    return paths.size() <= MOST_NAMED
        ? first
        : first + " and " + (paths.size() - MOST_NAMED) + " more";
  }
}
