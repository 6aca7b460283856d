package dev.ibintents.gateway;

import dev.ibintents.ibapi.GatewayException;

/**
 * Other requests to this process have used the client id for longer than this request could wait.
 */
public final class ClientIdAwaitedException extends GatewayException {
  private static final long serialVersionUID = 1L;

  ClientIdAwaitedException(int clientId, String patience) {
    super(
        "other requests to this process have used client id "
            + clientId
            + " for the last "
            + patience
            + ", to trade or to wait until they may; nothing was done, ask again later");
  }
}
