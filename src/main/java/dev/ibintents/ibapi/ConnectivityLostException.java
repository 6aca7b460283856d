package dev.ibintents.ibapi;

import dev.ibintents.ibapi.message.ErrorMessage;

/**
 * The gateway runs, but it has lost its own connection to the broker (1100, 2110), or to a data
 * farm (2103, 2105, 2157).
 */
public final class ConnectivityLostException extends GatewayException {
  private static final long serialVersionUID = 1L;

  /**
   * @param consequence the action that cannot be done, as the first words of the message
   * @param error the gateway's message about the loss
   */
  public ConnectivityLostException(String consequence, ErrorMessage error) {
    super(
        consequence
            + " while the gateway has no connection to "
            + (Farm.brokenBy(error.code()).isPresent() ? "a data farm (" : "the broker (")
            + error.code()
            + " "
            + error.text()
            + "); try again when the connection is restored");
  }
}
