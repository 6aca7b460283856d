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
 * The reading of one request's body, which ends with the invocation's deadline, or earlier: the
 * server itself waits for a client that sends nothing, and for ever for one that sends a byte now
 * and then.
 */
final class BodyReading implements AutoCloseable {
  /** How long a body may take; at 1 MiB that is a slow line. */
  static final Duration LONGEST = Duration.ofSeconds(20);

  /** After so much it is seen whether the deadline was cut short. */
  private static final long LONGEST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final int CHUNK = 8192;

  private final Thread thread = Thread.currentThread();
  private final Deadline deadline;
  private boolean over;
  private boolean stalled;

  private BodyReading(Deadline deadline) {
    this.deadline = deadline.orIn(LONGEST);
    watch();
  }

  /**
   * Reads a body to its end.
   *
   * @param longest how many bytes of it to read at most
   * @throws IncompleteBodyException if it is cut off, or not whole in time
   */
  static byte[] read(HttpRequest request, int longest, Deadline deadline) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    try (BodyReading reading = new BodyReading(deadline)) {
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
    byte[] chunk = new byte[CHUNK];
    while (body.size() < longest) {
      int count = in.read(chunk, 0, Math.min(chunk.length, longest - body.size()));
      if (count < 0) {
        return;
      }
      body.write(chunk, 0, count);
    }
  }

  private synchronized String describe(HttpRequest request, int came) {
    long announced = request.getContentLength();
    return "the body is not whole: "
        + came
        + (announced >= 0 ? " of " + announced : "")
        + " bytes came"
        + (stalled ? ", and then nothing until the time was over" : ", and then it was cut off");
  }

  private void watch() {
    long wait = Math.min(deadline.remainingNanos(), LONGEST_WAIT_NANOS);
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

  /** No interruption comes from here any more, and none is left for what the thread does next. */
  @Override
  public synchronized void close() {
    over = true;
    if (stalled) {
      Thread.interrupted();
    }
  }
}
