package dev.ibintents.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.util.Locale;

/** A client that sends exactly what a test writes, which the JDK's client does not. */
public final class RawHttp implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 60_000;

  private final Socket socket;

  /**
   * An answer.
   *
   * @param head status line and headers
   */
  public record Answer(int status, String head, String body) {
    public JsonObject json() {
      return JsonParser.parseString(body).getAsJsonObject();
    }

    public String error() {
      return json().get("error").getAsString();
    }
  }

  public RawHttp(URI root) throws IOException {
    this(root.getHost(), root.getPort());
  }

  public RawHttp(String host, int port) throws IOException {
    socket = new Socket();
    socket.connect(new InetSocketAddress(host, port), PATIENCE_MILLIS);
    socket.setSoTimeout(PATIENCE_MILLIS);
  }

  /** Sends lines, each of them ended as HTTP wants it, and an empty one. */
  public static Answer ask(URI root, String... lines) throws IOException {
    try (RawHttp client = new RawHttp(root)) {
      client.send(String.join("\r\n", lines) + "\r\n\r\n");
      return client.answer();
    }
  }

  /** Sends a POST with a body of this content type. */
  public static Answer post(URI root, String path, String body, String... headers)
      throws IOException {
    try (RawHttp client = new RawHttp(root)) {
      client.send(
          "POST %s HTTP/1.1\r\n%s\r\nContent-Length: %d\r\n\r\n%s"
              .formatted(path, String.join("\r\n", headers), body.getBytes(UTF_8).length, body));
      return client.answer();
    }
  }

  public RawHttp send(String text) throws IOException {
    return send(text.getBytes(UTF_8));
  }

  public RawHttp send(byte[] bytes) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(bytes);
    out.flush();
    return this;
  }

  /** Sends no more, and listens on. */
  public void endSending() throws IOException {
    socket.shutdownOutput();
  }

  /** Hangs up without a word, as a process that is killed. */
  public void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  public InputStream in() throws IOException {
    return socket.getInputStream();
  }

  /** Reads one answer. */
  public Answer answer() throws IOException {
    InputStream in = socket.getInputStream();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    while (!bytes.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new SocketException("no whole answer, but: " + bytes.toString(ISO_8859_1));
      }
      bytes.write(next);
    }
    String head = bytes.toString(ISO_8859_1).trim();
    String lower = head.toLowerCase(Locale.ROOT);
    if (lower.contains("transfer-encoding: chunked")) {
      return new Answer(Integer.parseInt(head.split(" ")[1]), head, chunks(in));
    }
    int at = lower.indexOf("content-length: ");
    int length = at < 0 ? 0 : Integer.parseInt(lower.substring(at + 16).split("\\r")[0]);
    String body = new String(in.readNBytes(length), UTF_8);
    return new Answer(Integer.parseInt(head.split(" ")[1]), head, body);
  }

  /** A body in chunks (RFC 9112, section 7.1), as the server sends a long one. */
  private static String chunks(InputStream in) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int size = size(in); size > 0; size = size(in)) {
      body.write(in.readNBytes(size));
      in.readNBytes(2);
    }
    in.readNBytes(2);
    return body.toString(UTF_8);
  }

  private static int size(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n' && next >= 0; next = in.read()) {
      line.append((char) next);
    }
    return Integer.parseInt(line.toString().strip(), 16);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
