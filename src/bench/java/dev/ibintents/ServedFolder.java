package dev.ibintents;

import dev.ibintents.bench.FreePort;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.sqlite.SqliteDocumentStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/** A folder for a benchmark, which is deleted on close. */
public final class ServedFolder implements AutoCloseable {
  private final Path folder = Files.createTempDirectory("ib-intents-benchmark");

  /** Creates the folder. */
  public ServedFolder() throws IOException {}

  /** Returns the path of the folder. */
  public Path path() {
    return folder;
  }

  /** Configures a free port for the simulated gateway. */
  void configure() throws Exception {
    try (DocumentStore store = new SqliteDocumentStore(folder)) {
      store.set("config/common", Map.of());
      store.set("config/paper", Map.of("apiPort", FreePort.take()));
    }
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
