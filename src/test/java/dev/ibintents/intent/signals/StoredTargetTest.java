package dev.ibintents.intent.signals;

import static com.google.common.truth.Truth.assertThat;
import static dev.ibintents.bench.FrontDoor.answered;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;

import com.google.gson.JsonObject;
import dev.ibintents.bench.FrontDoor;
import dev.ibintents.store.DelegatingStore;
import dev.ibintents.store.Document;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.StoreUnavailableException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A target that is stored is answered as stored, whatever the store does afterwards. */
@Timeout(60)
final class StoredTargetTest {
  private static final String STRATEGY = "strategies/ml";

  @TempDir Path folder;

  /** A store that does not give the strategy's document any more as soon as a target is stored. */
  private static final class UnreadableTarget extends DelegatingStore {
    private UnreadableTarget(DocumentStore store) {
      super(store);
    }

    @Override
    public Optional<Document> get(String path) {
      if (path.equals(STRATEGY) && !list(TargetStore.COLLECTION).isEmpty()) {
        throw new StoreUnavailableException("the store is out of reach");
      }
      return super.get(path);
    }
  }

  @Test
  void storedTargetIsNoFailureIfTheStoreIsOutOfReachAfterwards() throws Exception {
    try (FrontDoor door = FrontDoor.in(folder).wrapStore(UnreadableTarget::new).open()) {
      door.store().set(STRATEGY, Map.of("kind", "external", "freshMinutes", 30));
      door.expose(Map.of("ml", "0.2"));

      JsonObject answer =
          answered(
              200,
              door.postWithKey(
                  "/signals",
                  "monday",
                  doubleQuoted(
                      """
                      {'strategy': 'ml', 'target': [{'contract': {'conId': 756733}, 'signal': '0.6'}]}
                      """)));

      assertThat(answer.get("status").getAsString()).isEqualTo("stored");
      Instant updatedAt = Instant.parse(answer.get("updatedAt").getAsString());
      assertThat(Instant.parse(answer.get("freshUntil").getAsString()))
          .isEqualTo(updatedAt.plus(30, ChronoUnit.MINUTES));
    }
  }
}
