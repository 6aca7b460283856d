package dev.ibintents.trading.books;

import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.sqlite.SqliteDocumentStore;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;

class SqliteFillPostingTest extends FillPostingContract {
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
