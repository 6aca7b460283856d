package dev.ibintents.ibapi;

import dev.ibintents.ibapi.message.Handshake;

/** The gateway speaks a version of the protocol that this client does not speak. */
public final class UnsupportedServerVersionException extends GatewayException {
  private static final long serialVersionUID = 1L;

  /**
   * @param serverVersion the version that the gateway offered
   */
  public UnsupportedServerVersionException(int serverVersion) {
    super(
        "the gateway speaks server version "
            + serverVersion
            + "; versions "
            + Handshake.MIN_VERSION
            + " to "
            + Handshake.MAX_VERSION
            + " are supported. Install IB Gateway or TWS 10.19 or later");
  }
}
