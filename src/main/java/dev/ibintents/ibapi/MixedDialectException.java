package dev.ibintents.ibapi;

import dev.ibintents.ibapi.message.Handshake;
import dev.ibintents.ibapi.wire.Dialect;

/**
 * The gateway speaks a version between the two dialects that this client speaks, so the client has
 * to offer the text dialect alone.
 */
public final class MixedDialectException extends GatewayException {
  private static final long serialVersionUID = 1L;

  /**
   * @param serverVersion the version that the gateway speaks
   */
  public MixedDialectException(int serverVersion) {
    super(
        "the gateway speaks server version %d, between the texts of %d and the protobuf of %d"
            .formatted(serverVersion, Handshake.MAX_TEXT_VERSION, Dialect.FIRST_OF_PROTOBUF));
  }
}
