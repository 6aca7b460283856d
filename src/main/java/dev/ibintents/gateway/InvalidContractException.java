package dev.ibintents.gateway;

/** A contract is written in a way that names no instrument: nothing was asked of the gateway. */
public final class InvalidContractException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message where it is written, everything that is wrong with it, and what is allowed
   */
  public InvalidContractException(String message) {
    super(message);
  }
}
