package dev.ibintents.simulator.server;

import dev.ibintents.ibapi.Transport;
import java.io.FilterInputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The input of a connection with one deadline for several reads. A client that sends a byte now and
 * then cannot keep a connection half open for ever.
 */
final class DeadlineInput extends FilterInputStream {
  private final Transport transport;
  private long deadlineNanos;
  private boolean limited;

  DeadlineInput(Transport transport) throws IOException {
    super(transport.input());
    this.transport = transport;
  }

  /** Sets the deadline. After this time, reads fail with {@link SocketTimeoutException}. */
  void limit(Duration time) {
    limited = true;
    deadlineNanos = System.nanoTime() + time.toNanos();
  }

  /** Removes the deadline. Reads wait without limit. */
  void removeLimit() throws IOException {
    limited = false;
    transport.readTimeout(0);
  }

  @Override
  public int read() throws IOException {
    prepare();
    return super.read();
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    prepare();
    return super.read(bytes, offset, length);
  }

  private void prepare() throws IOException {
    if (limited) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
      if (left <= 0) {
        throw new SocketTimeoutException(
            "the client did not send its greeting or startApi in time");
      }
      transport.readTimeout((int) Math.min(left, Integer.MAX_VALUE));
    }
  }
}
