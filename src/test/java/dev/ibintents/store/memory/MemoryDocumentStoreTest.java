package dev.ibintents.store.memory;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ibintents.store.Document;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.DocumentStoreContract;
import dev.ibintents.store.StoreUnavailableException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class MemoryDocumentStoreTest extends DocumentStoreContract {
  @Override
  protected DocumentStore open(Duration timeout) {
    return new MemoryDocumentStore(timeout);
  }

  @Test
  void readSeesNothingOfATransactionThatRuns() {
    try (DocumentStore store = open(Duration.ofSeconds(5))) {
      store.set("a/b", Map.of("x", 1));

      store.<Void, RuntimeException>runTransaction(
          transaction -> {
            transaction.set("a/b", Map.of("x", 2));
            assertThat(store.get("a/b")).hasValue(new Document("a/b", Map.of("x", 1L)));
            return null;
          });

      assertThat(store.get("a/b")).hasValue(new Document("a/b", Map.of("x", 2L)));
    }
  }

  @Test
  void writeGivesUpAfterItsTimeout() throws Exception {
    try (DocumentStore store = open(Duration.ofMillis(50))) {
      CountDownLatch begun = new CountDownLatch(1);
      CompletableFuture<Void> over = new CompletableFuture<>();
      CompletableFuture<Void> other =
          CompletableFuture.runAsync(
              () ->
                  store.<Void, RuntimeException>runTransaction(
                      transaction -> {
                        begun.countDown();
                        over.join();
                        return null;
                      }));
      begun.await();

      assertThrows(StoreUnavailableException.class, () -> store.set("a/b", Map.of()));
      over.complete(null);
      other.join();
    }
  }
}
