package dev.ibintents.store.sqlite;

import static com.google.common.truth.Truth.assertThat;

import dev.ibintents.store.MountedFolder;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests failures of disks, each in its own process. */
@Timeout(120)
final class SqliteFailureTest {
  @TempDir Path folder;
  @TempDir Path temporaryFiles;

  private String start(String what) {
    return MountedFolder.quoted(SqliteWriter.command(what, folder, temporaryFiles));
  }

  @Test
  void fullDiskFailsAtOnceAndIsNamed() throws Exception {
    String said = new MountedFolder(folder).run("size=4m", List.of(start("fill")));

    assertThat(said).containsMatch("permanent after [0-9]{1,3} ms: the store " + folder);
    assertThat(said).contains("its disk is full; nothing was written; make room there");
  }

  @Test
  void readOnlyFileSystemFailsAtOnceAndIsNamed() throws Exception {
    String said =
        new MountedFolder(folder)
            .run(
                "size=32m",
                List.of(
                    start("fill"),
                    "mount -o remount,ro '" + folder + "'",
                    start("fill") + " || :"));

    assertThat(said).contains("nothing failed");
    assertThat(said).contains("read-only");
    assertThat(said).doesNotContain("move it away");
  }
}
