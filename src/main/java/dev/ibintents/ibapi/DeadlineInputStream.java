package dev.ibintents.ibapi;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;

/**
 * The input of a connection whose reads end at a deadline with {@link SocketTimeoutException},
 * however slowly the bytes arrive.
 */
final class DeadlineInputStream extends InputStream {
  /**
   * The longest wait of one read, after which the deadline is read again: it may have been cut
   * short.
   */
  private static final int LONGEST_WAIT_MILLIS = 1_000;

  private final Transport transport;
  private final InputStream in;
  private volatile Deadline deadline;
  private int waitMillis;

  DeadlineInputStream(Transport transport, Deadline deadline) throws IOException {
    this.transport = transport;
    this.in = transport.input();
    this.deadline = deadline;
  }

  /** Makes later reads end at this deadline. */
  void setDeadline(Deadline deadline) {
    this.deadline = deadline;
  }

  @Override
  public int available() throws IOException {
    return in.available();
  }

  @Override
  public int read() throws IOException {
    byte[] buffer = new byte[1];
    return read(buffer, 0, 1) < 0 ? -1 : buffer[0] & 0xff;
  }

  /** Sets the longest wait of the next read. It stays the same until the deadline is near. */
  private void limitWait(int millis) throws IOException {
    if (millis != waitMillis) {
      transport.readTimeout(millis);
      waitMillis = millis;
    }
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    while (true) {
      int millis = deadline.remainingMillis();
      if (millis == 0) {
        throw new SocketTimeoutException("nothing came within " + deadline.length());
      }
      limitWait(Math.min(millis, LONGEST_WAIT_MILLIS));
      try {
        return in.read(bytes, offset, length);
      } catch (SocketTimeoutException nothingRead) {
        // The loop checks the deadline.
      }
    }
  }
}
