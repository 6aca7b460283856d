package dev.ibintents.ibapi;

/**
 * The gateway received more requests for historical data than it allows in this time. Wait, then
 * ask again.
 */
public final class PacingViolationException extends RequestRefusedException {
  private static final long serialVersionUID = 1L;

  PacingViolationException(String asked, int code, String text) {
    super(asked, code, text);
  }
}
