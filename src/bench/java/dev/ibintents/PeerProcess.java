package dev.ibintents;

import dev.ibintents.bench.FreePort;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A process of Node that answers {@code /summary} with {@code @stoqey/ib}, a TWS client of others.
 */
final class PeerProcess implements AutoCloseable {
  private static final Path FOLDER = Path.of("src", "test", "node");
  private static final Path CLIENT = FOLDER.resolve(Path.of("node_modules", "@stoqey", "ib"));
  private static final long SECONDS_TO_END = 10;

  private final Process process;
  private final URI root;

  /**
   * Starts it.
   *
   * @param gatewayPort the port of the simulated gateway
   */
  PeerProcess(int gatewayPort) throws Exception {
    int port = FreePort.take();
    root = URI.create("http://127.0.0.1:" + port);
    process =
        new ProcessBuilder(
                "node",
                FOLDER.resolve("peer.js").toString(),
                Integer.toString(gatewayPort),
                Integer.toString(port))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
  }

  /** Whether Node and the client are installed here. */
  static boolean isInstalled() {
    if (!Files.isDirectory(CLIENT)) {
      return false;
    }
    try {
      return version().waitFor() == 0;
    } catch (IOException e) {
      return false; // there is no such program
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static Process version() throws IOException {
    return new ProcessBuilder("node", "--version")
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  URI root() {
    return root;
  }

  long pid() {
    return process.pid();
  }

  /** Ends it, forcibly if it does not end in time. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
  }
}
