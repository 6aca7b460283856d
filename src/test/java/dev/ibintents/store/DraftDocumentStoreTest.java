package dev.ibintents.store;

import static com.google.common.truth.Truth.assertThat;

import dev.ibintents.store.sqlite.SqliteDocumentStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
}
