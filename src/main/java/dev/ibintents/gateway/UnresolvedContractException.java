package dev.ibintents.gateway;

/** A contract is no instrument of the gateway, or several. */
public final class UnresolvedContractException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message the contract, and the answer of the gateway
   */
  public UnresolvedContractException(String message) {
    super(message);
  }
}
