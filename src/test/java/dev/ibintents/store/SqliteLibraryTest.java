package dev.ibintents.store;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.util.LibraryLoaderUtil;

/** Each start is a process of its own, because a process has one library for good. */
final class SqliteLibraryTest {
  @TempDir Path folder;
  @TempDir Path temporaryFiles;

  @BeforeEach
  void aCounter() {
    try (DocumentStore store = new SqliteDocumentStore(folder)) {
      store.set("counters/one", Map.of("count", 0));
    }
  }

  @Test
  void isUnpackedOnceAndForAllStarts() throws Exception {
    startOnce();
    Path library = library();
    Object unpacked = Files.getAttribute(library, "lastModifiedTime");

    startOnce();

    assertThat(Files.getAttribute(library, "lastModifiedTime")).isEqualTo(unpacked);
    assertThat(filesIn(library.getParent())).containsExactly(library);
    assertWithMessage("what the driver left of unpacking")
        .that(filesIn(temporaryFiles).stream().map(Path::toString).toList())
        .isEmpty();
    assertThat(count()).isEqualTo(400);
  }

  @Test
  void oneThatCannotBeLoadedIsReplacedByTheDriversOwn() throws Exception {
    startOnce();
    Files.writeString(library(), "no library");

    startOnce();

    assertThat(count()).isEqualTo(400);
  }

  private void startOnce() throws Exception {
    Process process = SqliteWriter.start("increment", folder, temporaryFiles);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(0);
  }

  private long count() {
    try (DocumentStore store = new SqliteDocumentStore(folder, Duration.ofSeconds(10))) {
      return store.get("counters/one").orElseThrow().integer("count");
    }
  }

  private Path library() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.endsWith(LibraryLoaderUtil.getNativeLibName()))
          .findFirst()
          .orElseThrow();
    }
  }

  private static List<Path> filesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
