package dev.ibintents.ibapi;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;

/**
 * A socket's input of which every read ends by a deadline, with {@link SocketTimeoutException},
 * however slowly the other side drips.
 */
final class DeadlineInputStream extends InputStream {
  /** After so much it is seen whether the deadline was cut short. */
  private static final int LONGEST_WAIT_MILLIS = 1_000;

  private final Socket socket;
  private final InputStream in;
  private volatile Deadline deadline;

  DeadlineInputStream(Socket socket, Deadline deadline) throws IOException {
    this.socket = socket;
    this.in = socket.getInputStream();
    this.deadline = deadline;
  }

  /** From now on reads end by this deadline. */
  void endsBy(Deadline deadline) {
    this.deadline = deadline;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    while (true) {
      int millis = deadline.remainingMillis();
      if (millis == 0) {
        throw new SocketTimeoutException("nothing came within " + deadline.length());
      }
      socket.setSoTimeout(Math.min(millis, LONGEST_WAIT_MILLIS));
      try {
        return in.read(bytes, offset, length);
      } catch (SocketTimeoutException nothingRead) {
        // what is left of the deadline is seen above
      }
    }
  }
}
