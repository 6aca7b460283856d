package dev.ibintents.marketdata;

import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.sqlite.SqliteDocumentStore;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;

class SqliteBarsTest extends BarsContract {
  @TempDir Path folder;

  @Override
  DocumentStore open() {
    return new SqliteDocumentStore(folder, Duration.ofSeconds(30));
  }

  @Override
  int writers() {
    return 10;
  }
}
