package dev.ibintents.trading.ledger;

import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.sqlite.SqliteDocumentStore;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;

class SqliteLeasesTest extends LeasesContract {
  @TempDir Path folder;

  @Override
  DocumentStore open() {
    return new SqliteDocumentStore(folder, Duration.ofSeconds(30));
  }

  @Override
  int contenders() {
    return 20;
  }
}
