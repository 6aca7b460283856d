package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;
import dev.ibintents.ibapi.wire.ProtocolException;

/**
 * The gateway's answer to a {@link Handshake}, the one frame that has no message id.
 *
 * @param version the version that both speak from now on: the lower of the client's highest and the
 *     gateway's own, so that it may be below the client's lowest
 * @param connectionTime the gateway's time and zone as text: {@code 20240326 09:33:11 Greenwich
 *     Mean Time}; the zone's name is in the gateway's language, and of no use to a program
 */
public record ServerVersion(int version, String connectionTime) {

  /**
   * Reads the first frame from a gateway.
   *
   * @throws ProtocolException if it is not a version and a time
   */
  public static ServerVersion read(byte[] frame) {
    FieldReader in = new FieldReader(frame, 0);
    in.names("the gateway's answer to the handshake");
    int version = in.integer();
    if (version <= 0) {
      throw new ProtocolException(
          "the gateway's answer to the handshake names version "
              + version
              + ", which is none; -1 would send the client to another address");
    }
    return new ServerVersion(version, in.text());
  }

  /** The frame for the socket. */
  public byte[] frame() {
    return new FieldWriter(version).integer(version).text(connectionTime).frame();
  }
}
