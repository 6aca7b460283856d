package dev.ibintents;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ibintents.ibapi.Deadline;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * A client that sends requests over one connection. It needs almost no processor time, so that it
 * does not slow down the measured process.
 */
final class Caller implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 60_000;
  private static final Duration LONGEST_START = Duration.ofSeconds(60);

  private final URI root;
  private final Socket socket;
  private final InputStream in;

  /**
   * Connects to the function.
   *
   * @throws java.net.ConnectException if no process listens there
   */
  Caller(URI root) throws IOException {
    this.root = root;
    socket = new Socket(InetAddress.getLoopbackAddress(), root.getPort());
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    in = new BufferedInputStream(socket.getInputStream());
  }

  /**
   * Connects as soon as a process listens there.
   *
   * @param output the lines that the process has printed, for the message of the exception
   * @throws IllegalStateException if none does within a minute
   */
  static Caller whenServed(URI root, Supplier<List<String>> output)
      throws IOException, InterruptedException {
    Deadline deadline = Deadline.in(LONGEST_START);
    while (true) {
      try {
        return new Caller(root);
      } catch (ConnectException e) {
        if (deadline.hasPassed()) {
          throw new IllegalStateException("nothing serves at " + root + ": " + output.get(), e);
        }
        deadline.pause(Duration.ofMillis(2)); // it does not listen yet
      }
    }
  }

  /** Sends a request, and reads the whole answer, which must have the status 200. */
  void get(String path) throws IOException {
    socket
        .getOutputStream()
        .write(
            ("GET " + path + " HTTP/1.1\r\nHost: " + root.getAuthority() + "\r\n\r\n")
                .getBytes(UTF_8));
    String status = line();
    int length = -1;
    boolean chunked = false;
    for (String header = line(); !header.isEmpty(); header = line()) {
      if (header.regionMatches(true, 0, "content-length:", 0, 15)) {
        length = Integer.parseInt(header.substring(15).trim());
      } else if (header.equalsIgnoreCase("transfer-encoding: chunked")) {
        chunked = true;
      }
    }
    if (length < 0 && !chunked) {
      throw new IOException(path + " answers without a length: " + status);
    }
    byte[] body = chunked ? chunks() : in.readNBytes(length);
    if (!status.startsWith("HTTP/1.1 200 ")) {
      throw new IOException(path + " answers " + status + ": " + new String(body, UTF_8));
    }
  }

  private byte[] chunks() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int size = size(); size > 0; size = size()) {
      body.write(in.readNBytes(size));
      line();
    }
    line();
    return body.toByteArray();
  }

  private int size() throws IOException {
    return Integer.parseInt(line().trim(), 16);
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the server has closed the connection");
      }
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
