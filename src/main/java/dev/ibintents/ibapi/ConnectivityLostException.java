package dev.ibintents.ibapi;

import dev.ibintents.ibapi.message.ErrorMessage;

/** The gateway is there, but has lost its own connection to the broker (1100, 2110). */
public final class ConnectivityLostException extends GatewayException {
  private static final long serialVersionUID = 1L;

  /**
   * @param what what cannot be done
   * @param words what the gateway said of it
   */
  public ConnectivityLostException(String what, ErrorMessage words) {
    super(
        what
            + " while the gateway has no connection to the broker ("
            + words.code()
            + " "
            + words.text()
            + "); try again when it is restored");
  }
}
