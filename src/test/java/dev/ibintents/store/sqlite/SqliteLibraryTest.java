package dev.ibintents.store.sqlite;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.MountedFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * Tests the library. Each start is a new process, because a process loads the library only once.
 */
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
  void libraryIsUnpackedOnceForAllStarts() throws Exception {
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
  void damagedLibraryIsReplaced() throws Exception {
    startOnce();
    byte[] whole = Files.readAllBytes(library());
    byte[] flipped = whole.clone();
    flipped[flipped.length / 2] ^= 1;
    int starts = 1;
    for (byte[] damaged :
        List.of("no library".getBytes(UTF_8), Arrays.copyOf(whole, 4096), flipped, new byte[0])) {
      Path library = library();
      Files.write(library.resolveSibling("damaged"), damaged);
      Files.move(library.resolveSibling("damaged"), library, StandardCopyOption.REPLACE_EXISTING);

      startOnce();

      starts++;
      assertThat(Files.readAllBytes(library)).isEqualTo(whole);
      assertThat(count()).isEqualTo(200 * starts);
    }
  }

  @Test
  void folderWithoutExecutionIsNamedAndTheStoreIsNot() throws Exception {
    String start = MountedFolder.quoted(SqliteWriter.command("increment", folder, folder));

    String said = new MountedFolder(folder).run("noexec", List.of("! " + start));

    assertThat(said)
        .contains("StoreUnavailableException: SQLite's native library, which reads and");
    assertThat(said).contains("can be loaded neither from " + folder + "/sqlite-");
    assertThat(said).contains("failed to map segment from shared object");
    assertThat(said).contains("noexec");
    assertThat(said).contains("The store itself was not touched.");
    assertThat(said).doesNotContain("move it away");
  }

  @Test
  void libraryIsLoadedFromTheFolderOfTemporaryFiles() throws Exception {
    String start = MountedFolder.quoted(SqliteWriter.command("fill", folder, temporaryFiles));

    assertThat(new MountedFolder(folder).run("noexec", List.of(start))).contains("nothing failed");
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
