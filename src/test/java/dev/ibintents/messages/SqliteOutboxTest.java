package dev.ibintents.messages;

import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.sqlite.SqliteDocumentStore;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;

class SqliteOutboxTest extends OutboxContract {
  @TempDir Path folder;

  @Override
  DocumentStore open() {
    return new SqliteDocumentStore(folder, Duration.ofSeconds(30));
  }

  @Override
  int instances() {
    return 12;
  }
}
