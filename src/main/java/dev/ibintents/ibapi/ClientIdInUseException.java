package dev.ibintents.ibapi;

/** Another client is connected to the gateway with this client id (error 326). */
public final class ClientIdInUseException extends GatewayException {
  private static final long serialVersionUID = 1L;

  private final int clientId;

  /**
   * @param clientId the id in use
   * @param text the gateway's own words
   */
  public ClientIdInUseException(int clientId, String text) {
    super("client id " + clientId + " is in use (326 " + text + "); set another clientId");
    this.clientId = clientId;
  }

  /** The id in use. */
  public int clientId() {
    return clientId;
  }
}
