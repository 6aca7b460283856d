package dev.ibintents.ibapi.wire;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** Splits the socket's bytes into frames: four bytes of length, big-endian, then the message. */
public final class Frames {
  /**
   * The longest accepted frame in bytes. No real message comes near it; a longer frame is an error
   * or an attack.
   */
  public static final int LONGEST_FRAME = 16 * 1024 * 1024;

  private Frames() {}

  /**
   * Reads the next frame.
   *
   * <p>Memory grows with the bytes that have arrived, not with the announced length.
   *
   * @return the message without its length; {@code null} if the stream ended between two frames
   * @throws ProtocolException if the length is negative or above {@link #LONGEST_FRAME}
   * @throws EOFException if the stream ended inside a frame
   * @throws IOException if the socket failed
   */
  public static byte[] read(InputStream in) throws IOException {
    return read(in, LONGEST_FRAME);
  }

  /**
   * Reads the next frame where only a short one is expected.
   *
   * @param longest the greatest length to accept, in bytes
   * @throws ProtocolException if the length is negative or above {@code longest}
   * @throws EOFException if the stream ended inside a frame
   * @throws IOException if the socket failed
   */
  public static byte[] read(InputStream in, int longest) throws IOException {
    int first = in.read();
    if (first < 0) {
      return null;
    }
    int length = first << 24 | next(in) << 16 | next(in) << 8 | next(in);
    if (length < 0 || length > longest) {
      throw new ProtocolException(
          "the other side announced a frame of "
              + length
              + " bytes; at most "
              + longest
              + " are possible. Is this address a TWS or IB Gateway API port?");
    }
    byte[] frame = in.readNBytes(length);
    if (frame.length < length) {
      throw new EOFException(
          "the stream ended after " + frame.length + " of a frame's " + length + " bytes");
    }
    return frame;
  }

  private static int next(InputStream in) throws IOException {
    int next = in.read();
    if (next < 0) {
      throw new EOFException("the stream ended inside a frame's length");
    }
    return next;
  }
}
