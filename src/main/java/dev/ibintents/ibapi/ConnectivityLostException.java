package dev.ibintents.ibapi;

import dev.ibintents.ibapi.message.ErrorMessage;

/**
 * The gateway is there, but has lost its own connection to the broker (1100, 2110), or to a farm
 * that serves its data (2103, 2105, 2157).
 */
public final class ConnectivityLostException extends GatewayException {
  private static final long serialVersionUID = 1L;

  /**
   * @param what what cannot be done
   * @param words what the gateway said of it
   */
  public ConnectivityLostException(String what, ErrorMessage words) {
    super(
        what
            + " while the gateway has no connection to "
            + (Farm.brokenBy(words.code()).isPresent() ? "a data farm (" : "the broker (")
            + words.code()
            + " "
            + words.text()
            + "); try again when it is restored");
  }
}
