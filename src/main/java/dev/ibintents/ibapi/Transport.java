package dev.ibintents.ibapi;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.util.concurrent.Executor;

/**
 * The bytes of one connection between a client and a gateway, in both directions: a TCP socket, or
 * memory. Each side has its own transport. The bytes are the same in both cases.
 */
public interface Transport extends Closeable {
  /** Opens connections to gateways. */
  @FunctionalInterface
  interface Dialer {
    /**
     * Opens a connection.
     *
     * @param deadline the moment by which the connection must be open
     * @throws IOException if nothing listens at the address, or it does not answer in time
     */
    Transport dial(String host, int port, Deadline deadline) throws IOException;
  }

  /** Reads the input, message by message. */
  interface MessageReader {
    /** Reads and handles the next message; false if no more will come. */
    boolean readNext();

    /** Whether bytes have come that are not read yet. */
    boolean hasInput() throws IOException;
  }

  /** The bytes from the other side. */
  InputStream input() throws IOException;

  /** The bytes for the other side. They leave with {@link OutputStream#flush}. */
  OutputStream output() throws IOException;

  /**
   * Limits the wait of each later read. A read that waits longer throws {@link
   * SocketTimeoutException}.
   *
   * @param millis the longest wait; 0 for no limit
   */
  void readTimeout(int millis) throws IOException;

  /** Tells the other side that no more bytes come. */
  void endOutput() throws IOException;

  /**
   * Has the whole input read. For a socket, the reader runs in a thread until its end. In memory,
   * the reader runs whenever bytes come, in the thread that writes them.
   *
   * @param threads runs the thread of a socket's reader
   */
  void readBy(MessageReader reader, Executor threads);

  /** The clock that paces the messages of this connection. */
  PaceClock paceClock();
}
