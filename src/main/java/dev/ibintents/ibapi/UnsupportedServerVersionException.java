package dev.ibintents.ibapi;

/** The gateway speaks a version of the protocol that this client does not. */
public final class UnsupportedServerVersionException extends GatewayException {
  private static final long serialVersionUID = 1L;

  /**
   * @param serverVersion what the gateway offered
   */
  public UnsupportedServerVersionException(int serverVersion) {
    super(
        "the gateway speaks server version "
            + serverVersion
            + "; versions "
            + Connection.MIN_SERVER_VERSION
            + " to "
            + Connection.MAX_SERVER_VERSION
            + " are supported. Install IB Gateway or TWS 10.19 or later");
  }
}
