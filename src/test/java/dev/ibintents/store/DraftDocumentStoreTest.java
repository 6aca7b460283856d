package dev.ibintents.store;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ibintents.store.sqlite.SqliteDocumentStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DraftDocumentStoreTest extends DocumentStoreContract {
  @TempDir Path folder;
  private DocumentStore original;

  @Override
  public DocumentStore open(Duration timeout) {
    original = new SqliteDocumentStore(folder, timeout);
    return new DraftDocumentStore(original);
  }

  @AfterEach
  void otherStoreIsNotChanged() {
    assertThat(original.list("a")).isEmpty();
    original.close();
  }

  @Test
  void draftsReplaceDocumentsOfTheOtherStore() {
    original.set("config/a", Map.of("x", 1));
    original.set("config/b", Map.of("x", 1));
    original.set("config/c", Map.of("x", 1));
    List<Document> before = original.list("config");
    DocumentStore draft = new DraftDocumentStore(original);

    draft.update("config/a", Map.of("y", 2));
    draft.delete("config/b");
    draft.set("config/d", Map.of("x", 1));

    assertThat(draft.list("config"))
        .containsExactly(
            new Document("config/a", Map.of("x", 1L, "y", 2L)),
            new Document("config/c", Map.of("x", 1L)),
            new Document("config/d", Map.of("x", 1L)))
        .inOrder();
    assertThat(draft.query(Query.in("config").whereEqualTo("y", 2))).hasSize(1);
    assertThat(draft.get("config/b")).isEmpty();
    assertThat(draft.get("config/c")).isEqualTo(original.get("config/c"));
    assertThat(original.list("config")).isEqualTo(before);
  }

  @Test
  void transactionReadsDraftsAndTheOtherStore() {
    original.set("config/a", Map.of("x", 1));
    DocumentStore draft = new DraftDocumentStore(original);
    draft.set("config/b", Map.of("x", 2));

    long sum =
        draft.runTransaction(
            transaction -> {
              long x = transaction.get("config/a").orElseThrow().integer("x");
              long y = transaction.get("config/b").orElseThrow().integer("x");
              assertThat(transaction.query(Query.in("config"))).hasSize(2);
              transaction.update("config/a", Map.of("x", 10));
              return x + y;
            });

    assertThat(sum).isEqualTo(3);
    assertThat(draft.get("config/a").orElseThrow().integer("x")).isEqualTo(10);
    assertThat(original.get("config/a").orElseThrow().integer("x")).isEqualTo(1);
  }

  /** A transaction that adds 1 to a number in a document, which it creates first if need be. */
  private static TransactionBody<Long, RuntimeException> addOne(String path) {
    return transaction -> {
      Optional<Document> before = transaction.get(path);
      long number = before.map(document -> document.integer("x")).orElse(0L) + 1;
      if (before.isEmpty()) {
        transaction.create(path, Map.of("x", number));
      } else {
        transaction.update(path, Map.of("x", number));
      }
      return number;
    };
  }

  @Test
  void bodiesOfOneTransactionSeeTheWritesOfThoseBefore() {
    original.set("config/a", Map.of("x", 7, "y", 1));

    assertThat(
            original.runTransactions(
                List.of(addOne("config/a"), addOne("config/b"), addOne("config/b"))))
        .containsExactly(8L, 1L, 2L)
        .inOrder();

    assertThat(original.list("config"))
        .containsExactly(
            new Document("config/a", Map.of("x", 8L, "y", 1L)),
            new Document("config/b", Map.of("x", 2L)))
        .inOrder();
  }

  @Test
  void laterBodyFindsAndMissesWhatEarlierBodiesWrote() {
    original.set("config/a", Map.of("kind", "old"));
    original.set("config/b", Map.of("kind", "old"));
    original.set("other/c", Map.of("kind", "old"));
    TransactionBody<List<Document>, RuntimeException> changing =
        transaction -> {
          transaction.delete("config/a");
          transaction.set("config/d", Map.of("kind", "old"));
          return List.of();
        };
    TransactionBody<List<Document>, RuntimeException> asking =
        transaction -> transaction.query(Query.in("config").whereEqualTo("kind", "old"));

    assertThat(original.runTransactions(List.of(changing, asking)).get(1))
        .containsExactly(
            new Document("config/b", Map.of("kind", "old")),
            new Document("config/d", Map.of("kind", "old")))
        .inOrder();
  }

  @Test
  void nothingIsWrittenIfOneOfTheBodiesFails() {
    TransactionBody<Long, RuntimeException> failing =
        transaction -> {
          throw new IllegalStateException("no");
        };

    assertThrows(
        IllegalStateException.class,
        () -> original.runTransactions(List.of(addOne("config/a"), failing)));

    assertThat(original.list("config")).isEmpty();
  }
}
