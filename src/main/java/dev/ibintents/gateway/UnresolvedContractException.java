package dev.ibintents.gateway;

/** The gateway knows no instrument, or not exactly one, of which a contract speaks. */
public final class UnresolvedContractException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message which contract, and what the gateway knows instead
   */
  public UnresolvedContractException(String message) {
    super(message);
  }
}
