package dev.ibintents.ibapi;

/**
 * The gateway was asked for more historical data than it gives in this time; wait, then ask again.
 */
public final class PacingViolationException extends RequestRefusedException {
  private static final long serialVersionUID = 1L;

  PacingViolationException(String asked, int code, String text) {
    super(asked, code, text);
  }
}
