package dev.ibintents.store;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Processes that a test reads from and waits for; both end, because they do. */
public final class LimitedProcess {
  private static final long LIMIT_SECONDS = 90;

  private LimitedProcess() {}

  /** Starts one, which is killed if it has not ended before any test should. */
  public static Process start(ProcessBuilder builder) throws IOException {
    Process process = builder.start();
    CompletableFuture.delayedExecutor(LIMIT_SECONDS, TimeUnit.SECONDS)
        .execute(process::destroyForcibly);
    return process;
  }
}
