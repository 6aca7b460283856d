package dev.ibintents.trading.performance;

/** A flow that contradicts the record. Nothing was written. */
public final class InvalidFlowException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InvalidFlowException(String message) {
    super(message);
  }
}
