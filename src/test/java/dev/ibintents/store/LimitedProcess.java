package dev.ibintents.store;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Starts processes for tests with a time limit, so that a test that reads from a process always
 * ends.
 */
public final class LimitedProcess {
  private static final long LIMIT_SECONDS = 90;

  private LimitedProcess() {}

  /** Starts a process, and kills it if it runs longer than any test should. */
  public static Process start(ProcessBuilder builder) throws IOException {
    Process process = builder.start();
    CompletableFuture.delayedExecutor(LIMIT_SECONDS, TimeUnit.SECONDS)
        .execute(process::destroyForcibly);
    return process;
  }
}
