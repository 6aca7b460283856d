package dev.ibintents.ibapi.message;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ibintents.ibapi.wire.Frames;
import dev.ibintents.ibapi.wire.ProtocolException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The first bytes of a session, sent by the client: {@code API}, a NUL, and a frame with its
 * versions, such as {@code v157..178}. {@link ServerVersion} is the answer.
 *
 * @param minVersion the lowest version
 * @param maxVersion the highest version, not below the lowest
 * @param connectOptions further options of the client; usually empty
 */
public record Handshake(int minVersion, int maxVersion, String connectOptions) {
  /** The lowest version of the protocol that the messages of this package are written for. */
  public static final int MIN_VERSION = 157;

  /** The highest version of the protocol that the messages of this package are written for. */
  public static final int MAX_VERSION = 226;

  /** The highest version that a client offers for a session in texts. */
  public static final int MAX_TEXT_VERSION = 178;

  private static final byte[] MAGIC = "API\0".getBytes(US_ASCII);
  private static final int LONGEST_FRAME = 1024;
  private static final Pattern VERSIONS =
      Pattern.compile("v(\\d{1,9})(?:\\.\\.(\\d{1,9}))?(?: (.*))?", Pattern.DOTALL);

  /** Refuses a lowest version above the highest. */
  public Handshake {
    if (minVersion > maxVersion) {
      throw new ProtocolException(
          "handshake: the client offers versions " + minVersion + " to " + maxVersion);
    }
  }

  /** The handshake of this client for a session in texts. */
  public static Handshake text() {
    return new Handshake(MIN_VERSION, MAX_TEXT_VERSION, "");
  }

  /** The handshake of this client for a session in protobuf. */
  public static Handshake protobuf() {
    return new Handshake(MIN_VERSION, MAX_VERSION, "");
  }

  /** The handshake as bytes for the socket. */
  public byte[] bytes() {
    String options = connectOptions.isEmpty() ? "" : ' ' + connectOptions;
    byte[] versions = ("v" + minVersion + ".." + maxVersion + options).getBytes(UTF_8);
    return ByteBuffer.allocate(MAGIC.length + Integer.BYTES + versions.length)
        .put(MAGIC)
        .putInt(versions.length)
        .put(versions)
        .array();
  }

  /**
   * Reads the handshake of a client.
   *
   * @throws ProtocolException if the bytes are no handshake
   * @throws EOFException if the client closed the connection before the end
   * @throws IOException if the socket failed
   */
  public static Handshake read(InputStream in) throws IOException {
    for (byte expected : MAGIC) {
      int actual = in.read();
      if (actual < 0) {
        throw new EOFException(
            "handshake: the client closed the connection before it had sent API and a NUL");
      }
      if (actual != expected) {
        throw new ProtocolException(
            "handshake: the client did not start with API and a NUL. Is it a TWS API client?");
      }
    }
    byte[] frame = Frames.read(in, LONGEST_FRAME);
    if (frame == null) {
      throw new EOFException(
          "handshake: the client closed the connection before it had sent its versions");
    }
    return parse(new String(frame, UTF_8));
  }

  private static Handshake parse(String text) {
    Matcher parts = VERSIONS.matcher(text);
    if (!parts.matches()) {
      throw new ProtocolException(
          "handshake: the client's versions are \""
              + text
              + "\"; expected a range such as v157..178");
    }
    int minVersion = Integer.parseInt(parts.group(1));
    int maxVersion = parts.group(2) == null ? minVersion : Integer.parseInt(parts.group(2));
    return new Handshake(minVersion, maxVersion, parts.group(3) == null ? "" : parts.group(3));
  }
}
