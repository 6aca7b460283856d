package dev.ibintents.gateway;

/** The fields of a contract are wrong. The gateway was not asked. */
public final class InvalidContractException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message the place of the contract, all faults, and the allowed fields
   */
  public InvalidContractException(String message) {
    super(message);
  }
}
