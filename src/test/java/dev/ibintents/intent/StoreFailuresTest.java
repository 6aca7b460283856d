package dev.ibintents.intent;

import static com.google.common.truth.Truth.assertThat;
import static dev.ibintents.bench.FrontDoor.answered;
import static dev.ibintents.bench.FrontDoor.error;

import dev.ibintents.bench.FrontDoor;
import dev.ibintents.bench.LogRecords;
import dev.ibintents.bench.RefusingFirestore;
import dev.ibintents.bench.TransactionWatch;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.StoreUnavailableException;
import dev.ibintents.store.firestore.FirestoreDocumentStore;
import io.grpc.Status;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Stores that can be read from and not written to, as the whole product meets them. */
@Timeout(120)
final class StoreFailuresTest {
  private static final Set<String> READING = Set.of("get", "list", "query", "close");

  /** Far less than the minute that such a run waits for what may pass; a client takes its time. */
  private static final Duration AT_ONCE = Duration.ofSeconds(20);

  @TempDir Path folder;

  /** A store whose writes all go to another one. */
  private static DocumentStore writingTo(DocumentStore reads, DocumentStore writes) {
    return (DocumentStore)
        Proxy.newProxyInstance(
            DocumentStore.class.getClassLoader(),
            new Class<?>[] {DocumentStore.class},
            (proxy, method, arguments) -> {
              DocumentStore store = READING.contains(method.getName()) ? reads : writes;
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  /** A store whose every operation fails. */
  private static DocumentStore failing(Supplier<StoreUnavailableException> failure) {
    return (DocumentStore)
        Proxy.newProxyInstance(
            DocumentStore.class.getClassLoader(),
            new Class<?>[] {DocumentStore.class},
            (proxy, method, arguments) -> {
              throw failure.get();
            });
  }

  private static FrontDoor trading(FrontDoor.Builder builder) throws Exception {
    FrontDoor door = builder.open();
    door.expose(Map.of("growth", "0.4"));
    door.strategy("growth", Map.of("SPY", "1"));
    door.parkHoldings();
    return door;
  }

  private FrontDoor.Builder patient() {
    return FrontDoor.in(folder).variable("TIMEOUT_SECONDS", "120");
  }

  private static void assertFailsAtOnce(FrontDoor door, String words) throws Exception {
    for (String path : List.of("/allocation", "/close-all", "/allocation")) {
      long begun = System.nanoTime();

      HttpResponse<String> answer = door.post(path, "{}");

      answered(503, answer);
      assertThat(error(answer)).startsWith("StoreUnavailableException: ");
      assertThat(error(answer)).contains(words);
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(AT_ONCE);
    }
    assertThat(door.gateway().account().received()).isEmpty();
  }

  @Test
  void aFullDiskFailsAtOnceWithItsReason() throws Exception {
    DocumentStore full =
        failing(() -> StoreUnavailableException.permanent("the disk is full; make room", null));
    try (FrontDoor door = trading(patient().wrapStore(store -> writingTo(store, full)))) {
      assertFailsAtOnce(door, "the disk is full; make room");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PERMISSION_DENIED | Missing or insufficient permissions. | needs the role"
            + " roles/datastore.user",
        "UNAUTHENTICATED | Request had invalid credentials. | gcloud auth application-default"
            + " login",
        "NOT_FOUND | The database (default) does not exist for project p | create the database"
            + " first"
      })
  void aFirestoreThatRefusesFailsAtOnceWithItsReason(
      Status.Code code, String description, String advice) throws Exception {
    try (RefusingFirestore firestore =
            new RefusingFirestore(code.toStatus().withDescription(description));
        DocumentStore refusing =
            FirestoreDocumentStore.onEmulator(firestore.address(), "p", Duration.ofSeconds(10));
        FrontDoor door = trading(patient().wrapStore(store -> writingTo(store, refusing)))) {
      assertFailsAtOnce(door, advice);
      assertFailsAtOnce(door, description);
    }
  }

  @Test
  void aFirestoreThatCannotBeReadFailsAtOnceWithItsReason() throws Exception {
    try (RefusingFirestore firestore =
            new RefusingFirestore(Status.PERMISSION_DENIED.withDescription("No rights here."));
        DocumentStore refusing =
            FirestoreDocumentStore.onEmulator(firestore.address(), "p", Duration.ofSeconds(10));
        FrontDoor door = trading(patient().wrapStore(store -> refusing))) {
      assertFailsAtOnce(door, "No rights here.");
    }
  }

  @Test
  void theFirstRetryOfAFailureThatMayPassIsLogged() throws Exception {
    AtomicInteger failures = new AtomicInteger(3);
    try (LogRecords logs = new LogRecords();
        FrontDoor door =
            trading(FrontDoor.in(folder).wrapStore(store -> failingAtFirst(store, failures)))) {
      HttpResponse<String> answer = door.post("/allocation", "{}");

      answered(200, answer);
      List<String> told =
          logs.at(Level.WARNING).stream().filter(line -> line.contains("tried again")).toList();
      assertThat(told).hasSize(1);
      assertThat(told.get(0)).startsWith("The account could not be taken for this run, which is");
      assertThat(told.get(0)).endsWith("s: it is busy");
    }
  }

  private static DocumentStore failingAtFirst(DocumentStore store, AtomicInteger failures) {
    return TransactionWatch.of(
        store,
        body -> {
          if (failures.getAndDecrement() > 0) {
            throw new StoreUnavailableException("it is busy");
          }
        });
  }

  @Test
  void theFirstRetryOfATransactionOnFirestoreIsLogged() throws Exception {
    try (LogRecords logs = new LogRecords();
        RefusingFirestore firestore =
            new RefusingFirestore(Status.ABORTED.withDescription("Too much contention."));
        DocumentStore contended =
            FirestoreDocumentStore.onEmulator(firestore.address(), "p", Duration.ofSeconds(2));
        FrontDoor door =
            trading(
                FrontDoor.in(folder)
                    .variable("TIMEOUT_SECONDS", "6")
                    .wrapStore(store -> writingTo(store, contended)))) {
      HttpResponse<String> answer = door.post("/allocation", "{}");

      answered(503, answer);
      assertThat(
              logs.at(Level.INFO).stream()
                  .filter(line -> line.matches("(?s).*contention.*; trying again for up to . s"))
                  .toList())
          .isNotEmpty();
    }
  }
}
