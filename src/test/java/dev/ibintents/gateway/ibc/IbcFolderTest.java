package dev.ibintents.gateway.ibc;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ibintents.ibapi.Deadline;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class IbcFolderTest {
  private static final int ROUNDS = 500;
  private static final GatewayCredentials CREDENTIALS = new GatewayCredentials("user", "secret");

  @TempDir Path parent;

  @Test
  void twoMakeTheFolderAtOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(1);
    try {
      for (int round = 0; round < ROUNDS; round++) {
        Path folder = parent.resolve("data-" + round).resolve("gateway");
        AtomicInteger ready = new AtomicInteger();
        Future<IbcFolder> other = threads.submit(() -> made(folder, ready));

        made(folder, ready);
        other.get(30, TimeUnit.SECONDS);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
            .isEqualTo("rwx------");
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** Spins until both are ready, so that they begin within the same microsecond. */
  private static IbcFolder made(Path folder, AtomicInteger ready) throws IOException {
    Deadline deadline = Deadline.in(Duration.ofSeconds(30));
    ready.incrementAndGet();
    while (ready.get() < 2 && !deadline.hasPassed()) {
      Thread.onSpinWait();
    }
    return new IbcFolder(folder);
  }

  @Test
  void fileInPlaceOfTheFolderIsRefused() throws Exception {
    Path file = Files.createFile(parent.resolve("gateway"));

    assertThat(assertThrows(FileAlreadyExistsException.class, () -> new IbcFolder(file)))
        .hasMessageThat()
        .isEqualTo(file.toString());
  }

  @Test
  void filesThatAreNotThereAreReadAsNothing() throws Exception {
    IbcFolder folder = new IbcFolder(parent.resolve("gateway"));

    folder.forgetCredentials();

    assertThat(folder.noted()).isEmpty();
    assertThat(folder.lastLines(5)).isEmpty();
    assertThat(Files.exists(folder.settings())).isFalse();
  }

  @Test
  void aReaderNeverFindsAHalfOfTheNoteWhileItIsWritten() throws Exception {
    IbcFolder folder = new IbcFolder(parent.resolve("gateway"));
    ProcessHandle self = ProcessHandle.current();
    folder.note(self);
    ExecutorService threads = Executors.newFixedThreadPool(1);
    try {
      Future<?> writer =
          threads.submit(
              () -> {
                for (int i = 0; i < ROUNDS; i++) {
                  folder.note(self);
                }
                return null;
              });
      do {
        assertThat(folder.noted()).isEqualTo(Optional.of(self));
      } while (!writer.isDone());
      writer.get(30, TimeUnit.SECONDS);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void credentialsAreTakenOutAndTheRestStays() throws Exception {
    IbcFolder folder = new IbcFolder(parent.resolve("gateway"));
    Properties settings = new Properties();
    settings.setProperty("TradingMode", "paper");
    folder.write(settings, CREDENTIALS);
    assertThat(IbcFolder.read(folder.settings())).containsEntry("IbPassword", "secret");

    folder.forgetCredentials();

    assertThat(IbcFolder.read(folder.settings()))
        .containsExactly("TradingMode", "paper", "IbLoginId", "", "IbPassword", "");
  }

  @Test
  void onlyOneHasTheLock() throws Exception {
    IbcFolder folder = new IbcFolder(parent.resolve("gateway"));
    Optional<FileChannel> first = folder.lock(Deadline.in(Duration.ZERO));

    assertThat(folder.lock(Deadline.in(Duration.ZERO))).isEmpty();
    first.orElseThrow().close();

    Optional<FileChannel> second = folder.lock(Deadline.in(Duration.ZERO));
    assertThat(second).isPresent();
    second.orElseThrow().close();
  }
}
