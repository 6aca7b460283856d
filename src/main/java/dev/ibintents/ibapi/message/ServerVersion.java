package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;
import dev.ibintents.ibapi.wire.ProtocolException;

/**
 * The gateway's answer to a {@link Handshake}, the only frame without a message id.
 *
 * @param version the version for the session: the lower of the client's highest and the gateway's
 *     own. So it may be below the client's lowest
 * @param connectionTime the gateway's time and zone as text: {@code 20240326 09:33:11 Greenwich
 *     Mean Time}; the zone's name is in the gateway's language, and programs cannot use it
 */
public record ServerVersion(int version, String connectionTime) {

  /**
   * Reads the first frame from a gateway.
   *
   * @throws ProtocolException if the frame is not a version and a time
   */
  public static ServerVersion read(byte[] frame) {
    FieldReader in = FieldReader.of(frame, 0);
    in.messageName("the gateway's answer to the handshake");
    int version = in.integer(FieldReader.TEXT_ONLY);
    if (version <= 0) {
      throw new ProtocolException(
          "the gateway's answer to the handshake names version "
              + version
              + ", which is no version (-1 would redirect the client to another address)");
    }
    return new ServerVersion(version, in.text(FieldReader.TEXT_ONLY));
  }

  /** The answer as a frame for the socket. */
  public byte[] frame() {
    return new FieldWriter(0).version(version).text(FieldReader.TEXT_ONLY, connectionTime).frame();
  }
}
