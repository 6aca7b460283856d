package dev.ibintents.http;

import com.google.cloud.functions.HttpRequest;
import dev.ibintents.ibapi.Deadline;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Reads the body of one request, until the invocation's deadline at the latest. The server itself
 * waits long for a client that sends nothing. It waits for ever for a client that sends a byte from
 * time to time.
 */
final class BodyReading implements AutoCloseable {
  /** The longest time for a body of 1 MiB, even over a slow line. */
  static final Duration LONGEST = Duration.ofSeconds(20);

  /** The further time for each further MiB. */
  private static final Duration MORE = Duration.ofSeconds(4);

  private static final int MEBIBYTE = 1024 * 1024;

  /** The interval after which the deadline is checked again, because it may have been shortened. */
  private static final long CHECK_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final int CHUNK = 8192;

  private final Thread thread = Thread.currentThread();
  private final Deadline deadline;
  private boolean over;
  private boolean stalled;

  private BodyReading(int longest, Deadline deadline) {
    this.deadline = deadline.orIn(LONGEST.plus(MORE.multipliedBy((longest - 1) / MEBIBYTE)));
    watch();
  }

  /**
   * Reads a body to its end.
   *
   * @param longest the largest number of bytes to read
   * @throws IncompleteBodyException if the body is cut off, or not complete by the deadline
   */
  static byte[] read(HttpRequest request, int longest, Deadline deadline) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    try (BodyReading reading = new BodyReading(longest - 1, deadline)) {
      try {
        copy(request.getInputStream(), body, longest);
      } catch (IOException e) {
        throw new IncompleteBodyException(reading.describe(request, body.size()), e);
      }
    }
    return body.toByteArray();
  }

  private static void copy(InputStream in, ByteArrayOutputStream body, int longest)
      throws IOException {
    int first = in.read();
    if (first < 0) {
      return; // most requests have no body
    }
    body.write(first);
    byte[] chunk = new byte[CHUNK];
    while (body.size() < longest) {
      int count = in.read(chunk, 0, Math.min(chunk.length, longest - body.size()));
      if (count < 0) {
        return;
      }
      body.write(chunk, 0, count);
    }
  }

  private synchronized String describe(HttpRequest request, int received) {
    long announced = request.getContentLength();
    return "the body is not complete: "
        + received
        + (announced >= 0 ? " of " + announced : "")
        + " bytes came"
        + (stalled
            ? ", and then nothing until the deadline"
            : ", and then the connection was cut off");
  }

  private void watch() {
    long wait = Math.min(deadline.remainingNanos(), CHECK_INTERVAL_NANOS);
    CompletableFuture.delayedExecutor(wait, TimeUnit.NANOSECONDS).execute(this::check);
  }

  private synchronized void check() {
    if (over) {
      return;
    }
    if (deadline.hasPassed()) {
      stalled = true;
      thread.interrupt();
    } else {
      watch();
    }
  }

  /** Stops the checks, and clears the thread's interrupt if one of them has set it. */
  @Override
  public synchronized void close() {
    over = true;
    if (stalled) {
      Thread.interrupted();
    }
  }
}
