package dev.ibintents.trading.ledger;

/**
 * An invocation has lost its right to trade: its lease has run out, or another has taken over. Its
 * last write was not made, and it must send nothing more.
 */
public final class LeaseLostException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LeaseLostException(String message) {
    this(message, null);
  }

  LeaseLostException(String message, Throwable cause) {
    super(message, cause);
  }
}
