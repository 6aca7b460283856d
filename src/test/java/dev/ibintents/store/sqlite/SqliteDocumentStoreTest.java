package dev.ibintents.store.sqlite;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ibintents.store.Document;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.DocumentStoreContract;
import dev.ibintents.store.StoreUnavailableException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteDocumentStoreTest extends DocumentStoreContract {
  private static final Duration SHORT = Duration.ofMillis(300);

  @TempDir Path folder;

  @Override
  protected DocumentStore open(Duration timeout) {
    return new SqliteDocumentStore(folder, timeout);
  }

  @Test
  void documentsRemainAfterTheStoreIsClosed() {
    try (DocumentStore first = open(SHORT)) {
      first.set("a/b", Map.of("x", 1));
    }
    try (DocumentStore second = open(SHORT)) {
      assertThat(second.get("a/b")).hasValue(new Document("a/b", Map.of("x", 1L)));
    }
  }

  @Test
  void twoProcessesLoseNoIncrements() throws Exception {
    try (DocumentStore store = open(Duration.ofSeconds(30))) {
      store.set("counters/one", Map.of("count", 0));
      Process other = SqliteWriter.start("increment", folder);
      for (int i = 0; i < 200; i++) {
        increment(store, "counters/one");
      }
      assertThat(other.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(other.exitValue()).isEqualTo(0);
      assertThat(store.get("counters/one").orElseThrow().integer("count")).isEqualTo(400);
    }
  }

  @Test
  void killedProcessLosesNoAcknowledgedWrite() throws Exception {
    Process writer = SqliteWriter.start("write", folder);
    int acknowledged = -1;
    try (BufferedReader out = writer.inputReader()) {
      while (acknowledged < 100) {
        String line = out.readLine();
        assertThat(line).isNotNull();
        acknowledged = Integer.parseInt(line);
      }
      writer.toHandle().destroyForcibly(); // unlike Process, this keeps the output readable
      for (String line = out.readLine(); isWhole(line); line = out.readLine()) {
        acknowledged = Math.max(acknowledged, Integer.parseInt(line));
      }
    }
    assertThat(writer.waitFor(30, TimeUnit.SECONDS)).isTrue();
    try (DocumentStore store = open(Duration.ofSeconds(10))) {
      for (int i = 0; i <= acknowledged; i++) {
        assertThat(store.get("written/" + i)).isPresent();
      }
      store.set("written/after", Map.of());
    }
  }

  /** The kill may cut the last line short; the rest of it is a smaller number. */
  private static boolean isWhole(String line) {
    return line != null && !line.isEmpty();
  }

  @Test
  void writeToALockedFileEndsByTheDeadlineAndReadsSucceed() throws Exception {
    try (DocumentStore store = open(SHORT)) {
      store.set("a/b", Map.of());
      Process holder = SqliteWriter.start("hold", folder);
      try {
        assertThat(holder.inputReader().readLine()).isEqualTo("held");
        StoreUnavailableException e =
            assertThrows(StoreUnavailableException.class, () -> store.set("a/b", Map.of("x", 1)));
        assertThat(e).hasMessageThat().contains("another process");
        assertThat(e).hasMessageThat().contains(folder.toString());
        assertThat(store.get("a/b")).hasValue(new Document("a/b", Map.of()));
      } finally {
        assertThat(holder.destroyForcibly().waitFor(30, TimeUnit.SECONDS)).isTrue();
      }
      store.set("a/b", Map.of("x", 2)); // a killed process leaves no lock behind
    }
  }

  @Test
  void writeDuringALongTransactionEndsByTheDeadline() {
    try (DocumentStore store = open(SHORT)) {
      store.runTransaction(
          transaction -> {
            Thread other = new Thread(() -> assertBusy(store));
            Throwable[] failure = new Throwable[1];
            other.setUncaughtExceptionHandler((thread, thrown) -> failure[0] = thrown);
            other.start();
            other.join(TimeUnit.SECONDS.toMillis(10));
            assertThat(failure[0]).isNull();
            assertThat(other.isAlive()).isFalse();
            return null;
          });
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void assertBusy(DocumentStore store) {
    StoreUnavailableException e =
        assertThrows(StoreUnavailableException.class, () -> store.set("a/b", Map.of()));
    assertThat(e).hasMessageThat().contains("busy with this process's own writes");
  }

  @Test
  void folderThatCannotBeCreatedIsNamed() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    StoreUnavailableException e =
        assertThrows(
            StoreUnavailableException.class, () -> new SqliteDocumentStore(file.resolve("data")));
    assertThat(e).hasMessageThat().contains(file.resolve("data").toString());
  }

  @Test
  void fileThatIsNoDatabaseIsNamedAndNotChanged() throws IOException {
    Path data = Files.createDirectory(folder.resolve("data"));
    Path file = data.resolve(SqliteDocumentStore.FILE_NAME);
    String text = "not a database, but somebody's work ".repeat(100);
    Files.writeString(file, text);
    StoreUnavailableException e =
        assertThrows(StoreUnavailableException.class, () -> new SqliteDocumentStore(data));
    assertThat(e).hasMessageThat().contains(file.toString());
    assertThat(e).hasMessageThat().contains("restore a copy");
    assertThat(Files.readString(file)).isEqualTo(text);
  }

  @Test
  void fileInPlaceOfTheFolderAndFolderInPlaceOfTheFileAreNamed() throws IOException {
    Path file = folder.resolve("data").resolve(SqliteDocumentStore.FILE_NAME);
    Files.createDirectories(file);
    StoreUnavailableException e =
        assertThrows(
            StoreUnavailableException.class, () -> new SqliteDocumentStore(folder.resolve("data")));
    assertThat(e).hasMessageThat().contains(file.toString());
  }

  @Test
  void fileOfAnotherLayoutIsRefused() throws SQLException {
    execute("PRAGMA user_version=99");
    StoreUnavailableException e =
        assertThrows(StoreUnavailableException.class, () -> new SqliteDocumentStore(folder));
    assertThat(e).hasMessageThat().contains("layout 99");
  }

  @Test
  void damagedDocumentIsNamed() throws SQLException {
    try (DocumentStore store = open(SHORT)) {
      store.set("a/b", Map.of("x", 1));
      execute(
          """
          UPDATE document SET fields='{"x":'\
          """);
      StoreUnavailableException e =
          assertThrows(StoreUnavailableException.class, () -> store.get("a/b"));
      assertThat(e).hasMessageThat().contains("a/b");
    }
  }

  @Test
  void writesAreFlushedAndListsUseTheIndex() throws SQLException {
    assertThat(ask("PRAGMA journal_mode", 1)).isEqualTo("wal");
    String plan =
        ask(
            "EXPLAIN QUERY PLAN SELECT id, fields FROM document WHERE collection='a' ORDER BY id",
            4);
    assertThat(plan).contains("USING INDEX");
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private String ask(String sql, int column) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.getString(column);
    }
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:sqlite:" + folder.resolve(SqliteDocumentStore.FILE_NAME));
  }
}
