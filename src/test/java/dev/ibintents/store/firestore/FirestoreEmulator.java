package dev.ibintents.store.firestore;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import dev.ibintents.bench.FreePort;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * Google's Firestore emulator from the Google Cloud SDK. The first test that needs it starts it.
 * All tests of a build share it, in whatever JVM they run, and it ends with the last of them. Each
 * project id has its own documents.
 */
public final class FirestoreEmulator {
  private static final long START_SECONDS = 60;
  private static final String MAIN = "com.google.cloud.datastore.emulator.firestore.CloudFirestore";

  private static final String READY = "Dev App Server is now running";

  private static final Duration FIRST_TRANSACTION = Duration.ofSeconds(60);

  private static SharedServer shared;

  private final Process process;
  private final Path log;
  private final int port;

  private FirestoreEmulator(Path jar) throws IOException {
    port = FreePort.take();
    log = Files.createTempFile("firestore-emulator", ".log");
    log.toFile().deleteOnExit();
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Duser.language=en",
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1", // its process is too short for the optimizing compiler
                "-XX:+UseSerialGC",
                "-cp",
                jar.toString(),
                MAIN,
                "--host=127.0.0.1",
                "--port=" + port)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
  }

  /**
   * Returns the address of the emulator, such as {@code 127.0.0.1:40001}. Skips the test if the
   * Google Cloud SDK or its emulator is not on this machine.
   */
  public static synchronized String host() {
    if (shared == null) {
      Optional<Path> jar = jar();
      Assumptions.assumeTrue(
          jar.isPresent(),
          "no Firestore emulator here; to have one, run:"
              + " gcloud components install cloud-firestore-emulator");
      try {
        shared =
            SharedServer.in(
                Path.of("target", "firestore-emulator"), () -> start(jar.orElseThrow()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return "127.0.0.1:" + shared.port();
  }

  private static SharedServer.Started start(Path jar) throws IOException {
    FirestoreEmulator emulator = new FirestoreEmulator(jar);
    emulator.awaitReady();
    emulator.makeFirstTransaction();
    return new SharedServer.Started(emulator.process.toHandle(), emulator.port);
  }

  /** Returns a new, empty store on the emulator. */
  public static FirestoreDocumentStore newStore(Duration timeout) {
    return FirestoreDocumentStore.onEmulator(host(), "test-" + UUID.randomUUID(), timeout);
  }

  private static Optional<Path> jar() {
    return sdkRoot().map(root -> root.resolve("platform/cloud-firestore-emulator")).stream()
        .filter(Files::isDirectory)
        .flatMap(FirestoreEmulator::files)
        .filter(file -> file.toString().endsWith(".jar"))
        .findFirst();
  }

  private static Stream<Path> files(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the folder of the Google Cloud SDK, if it is on this machine. */
  public static Optional<Path> sdkRoot() {
    String named = System.getenv("CLOUDSDK_ROOT_DIR");
    if (named != null) {
      return Optional.of(Path.of(named));
    }
    String path = System.getenv("PATH");
    return Stream.of(path == null ? new String[0] : path.split(File.pathSeparator))
        .map(folder -> Path.of(folder, "gcloud"))
        .filter(Files::isExecutable)
        .map(FirestoreEmulator::realPath)
        .map(gcloud -> gcloud.getParent().getParent())
        .findFirst();
  }

  private static Path realPath(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitReady() throws IOException {
    long deadline = System.nanoTime() + SECONDS.toNanos(START_SECONDS);
    while (!isReady()) {
      if (System.nanoTime() > deadline || endsWithin(50)) {
        kill();
        throw new IOException("the Firestore emulator did not start: " + Files.readString(log));
      }
    }
  }

  /**
   * Makes a transaction and a query. The first ones load the emulator's classes, which may take
   * longer on a busy machine than the usual time limit of a client.
   */
  private void makeFirstTransaction() {
    try (FirestoreDocumentStore store =
        FirestoreDocumentStore.onEmulator("127.0.0.1:" + port, "demo-first", FIRST_TRANSACTION)) {
      store.<Void, RuntimeException>runTransaction(
          transaction -> {
            transaction.set("first/transaction", Map.of("made", true));
            return null;
          });
      store.list("first");
    }
  }

  /** Waits for the emulator's own message, because another process may listen on the port. */
  private boolean isReady() throws IOException {
    return Files.readString(log).contains(READY);
  }

  private boolean endsWithin(long millis) {
    try {
      return process.waitFor(millis, MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private void kill() {
    SharedServer.kill(process.toHandle());
  }
}
