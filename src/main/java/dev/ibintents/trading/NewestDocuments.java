package dev.ibintents.trading;

import dev.ibintents.store.Document;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.Query;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Predicate;

/**
 * Reads the newest documents of a collection that fit. Documents of both trading modes lie in one
 * collection, so this reads more until there are enough of one mode.
 */
public final class NewestDocuments {
  /** Each further attempt reads so many times more. */
  private static final int GROWTH = 4;

  /** The largest number of documents that are read, for a mode that is hardly ever used. */
  private static final int MOST_READ = 4_000;

  private final DocumentStore store;
  private final IntFunction<Query> newest;

  /**
   * @param store the documents
   * @param newest makes the query for a number of newest documents
   */
  public NewestDocuments(DocumentStore store, IntFunction<Query> newest) {
    this.store = store;
    this.newest = newest;
  }

  /** The newest documents that fit, at most as many as asked for; the newest first. */
  public List<Document> read(int most, Predicate<Document> fits) {
    for (int asked = most; ; asked *= GROWTH) {
      List<Document> found = store.query(newest.apply(asked));
      List<Document> fitting = found.stream().filter(fits).limit(most).toList();
      if (fitting.size() == most || found.size() < asked || asked >= MOST_READ) {
        return fitting;
      }
    }
  }

  /**
   * The newest documents down to the first that does not fit; the newest first.
   *
   * @param expected the number of documents that are expected
   */
  public List<Document> readWhile(int expected, Predicate<Document> fits) {
    for (int asked = expected; ; asked *= GROWTH) {
      List<Document> found = store.query(newest.apply(asked));
      List<Document> fitting = found.stream().takeWhile(fits).toList();
      if (fitting.size() < found.size() || found.size() < asked) {
        return fitting;
      }
    }
  }
}
