package dev.ibintents.store.sqlite;

import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.DocumentStoreContract;
import dev.ibintents.store.LimitedProcess;
import dev.ibintents.store.StoreUnavailableException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A process that writes to a SQLite store, for tests of concurrent writers and of killed processes.
 */
final class SqliteWriter {

  private SqliteWriter() {}

  static Process start(String what, Path folder) throws IOException {
    return start(what, folder, Path.of(System.getProperty("java.io.tmpdir")));
  }

  static Process start(String what, Path folder, Path temporaryFiles) throws IOException {
    return LimitedProcess.start(
        new ProcessBuilder(command(what, folder, temporaryFiles))
            .redirectError(ProcessBuilder.Redirect.INHERIT));
  }

  /** Returns the command that starts the process. */
  static List<String> command(String what, Path folder, Path temporaryFiles) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "--enable-native-access=ALL-UNNAMED",
        "-Djava.io.tmpdir=" + temporaryFiles,
        "-cp",
        System.getProperty("java.class.path"),
        SqliteWriter.class.getName(),
        what,
        folder.toString());
  }

  public static void main(String[] args) throws IOException {
    try (DocumentStore store = new SqliteDocumentStore(Path.of(args[1]), Duration.ofSeconds(30))) {
      switch (args[0]) {
        case "increment" -> increment(store, 200);
        case "write" -> writeForever(store);
        case "fill" -> fill(store);
        default -> holdUntilEndOfInput(store);
      }
    }
  }

  private static void increment(DocumentStore store, int times) {
    for (int i = 0; i < times; i++) {
      DocumentStoreContract.increment(store, "counters/one");
    }
  }

  /** Prints the number of each document after the store has written it. */
  private static void writeForever(DocumentStore store) {
    for (int i = 0; !System.out.checkError(); i++) {
      store.set("written/" + i, Map.of("i", i));
      System.out.println(i);
    }
  }

  /** Writes until a write fails, and prints the failure. */
  private static void fill(DocumentStore store) {
    long begun = System.nanoTime();
    try {
      for (int i = 0; i < 100; i++) {
        begun = System.nanoTime();
        store.set("filled/" + i, Map.of("text", "x".repeat(100_000)));
      }
      System.out.println("nothing failed");
    } catch (StoreUnavailableException e) {
      long millis = Duration.ofNanos(System.nanoTime() - begun).toMillis();
      System.out.println(
          (e.isPermanent() ? "permanent" : "passing")
              + " after "
              + millis
              + " ms: "
              + e.getMessage());
    }
  }

  private static void holdUntilEndOfInput(DocumentStore store) throws IOException {
    store.runTransaction(
        transaction -> {
          System.out.println("held");
          return System.in.read();
        });
  }
}
