package dev.ibintents.ibapi;

import dev.ibintents.ibapi.message.Handshake;

/** The gateway speaks a version of the protocol that this client does not speak. */
public final class UnsupportedServerVersionException extends GatewayException {
  private static final long serialVersionUID = 1L;

  /**
   * @param serverVersion the version that the gateway offered
   * @param offered the versions that this client offered
   */
  public UnsupportedServerVersionException(int serverVersion, Handshake offered) {
    super(
        "the gateway speaks server version "
            + serverVersion
            + "; versions "
            + offered.minVersion()
            + " to "
            + offered.maxVersion()
            + " are supported. Install IB Gateway or TWS 10.19 or later");
  }
}
