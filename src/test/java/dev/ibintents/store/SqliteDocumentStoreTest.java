package dev.ibintents.store;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;

class SqliteDocumentStoreTest extends DocumentStoreContract {
  @TempDir Path folder;

  @Override
  DocumentStore open(Duration timeout) {
    return new SqliteDocumentStore(folder, timeout);
  }
}
