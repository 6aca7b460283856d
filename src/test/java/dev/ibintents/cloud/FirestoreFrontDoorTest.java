package dev.ibintents.cloud;

import static com.google.common.truth.Truth.assertThat;

import dev.ibintents.bench.FreePort;
import dev.ibintents.bench.FrontDoor;
import dev.ibintents.environment.Environment;
import dev.ibintents.intent.Intent;
import dev.ibintents.intent.IntentDefinition;
import dev.ibintents.intent.Intents;
import dev.ibintents.intent.Parameters;
import dev.ibintents.store.Document;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.firestore.FirestoreDocumentStore;
import dev.ibintents.store.firestore.FirestoreEmulator;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The same front door with Firestore behind it, as Google's emulator plays it. */
@Timeout(120)
final class FirestoreFrontDoorTest {
  @TempDir Path folder;

  /** The least that is logged. */
  private static final class Logged extends Intent {
    Logged(Environment environment, Parameters parameters) {
      super(environment, parameters);
    }

    @Override
    protected Object core() {
      return activity();
    }

    @Override
    public String name() {
      return "logged";
    }
  }

  private FrontDoor.Builder door(DocumentStore store) {
    return FrontDoor.in(folder)
        .store(store)
        .variable("STORE", "firestore")
        .variable("PROJECT_ID", "a-project")
        .intents(
            new Intents(
                List.of(
                    Intents.all().named("summary").orElseThrow(),
                    new IntentDefinition("logged", "Is logged.", List.of(), Logged::new))));
  }

  @Test
  void summaryReadsItsConfigurationFromFirestore() throws Exception {
    try (FrontDoor door = door(FirestoreEmulator.newStore(Duration.ofSeconds(30))).open()) {
      assertThat(door.get("/summary").statusCode()).isEqualTo(200);
      door.store().update("config/common", Map.of("tradingEnabled", false));
      assertThat(door.get("/summary").statusCode()).isEqualTo(503);
      door.store().delete("config/paper");
      assertThat(FrontDoor.error(door.get("/summary")))
          .contains("Critical configuration documents not found: config/paper");
    }
  }

  @Test
  void activitiesAreLoggedFromADeployedRevisionOnly() throws Exception {
    DocumentStore store = FirestoreEmulator.newStore(Duration.ofSeconds(30));
    try (FrontDoor door = door(store).open()) {
      assertThat(door.get("/logged").statusCode()).isEqualTo(200);
      assertThat(store.list("activity")).isEmpty();
    }
    DocumentStore deployed = FirestoreEmulator.newStore(Duration.ofSeconds(30));
    try (FrontDoor door = door(deployed).variable("K_REVISION", "rev-7").open()) {
      assertThat(door.get("/logged").statusCode()).isEqualTo(200);
      List<Document> activities = deployed.list("activity");
      assertThat(activities).hasSize(1);
      assertThat(activities.get(0).string("agent")).isEqualTo("rev-7");
      assertThat(activities.get(0).map("config").integer("connectTimeoutSeconds")).isEqualTo(10);
    }
  }

  @Test
  void aStoreOutOfReachIs503() throws Exception {
    DocumentStore reachable = FirestoreEmulator.newStore(Duration.ofSeconds(30));
    try (DocumentStore nobody =
            FirestoreDocumentStore.onEmulator(
                "127.0.0.1:" + FreePort.take(), "a-project", Duration.ofSeconds(3));
        FrontDoor door = door(reachable).wrapStore(store -> nobody).open()) {
      HttpResponse<String> response = door.get("/summary");

      assertThat(response.statusCode()).isEqualTo(503);
      assertThat(FrontDoor.error(response)).startsWith("StoreUnavailableException: ");
      assertThat(door.gateway().connectionsAccepted()).isEqualTo(0);
    } finally {
      reachable.close();
    }
  }
}
