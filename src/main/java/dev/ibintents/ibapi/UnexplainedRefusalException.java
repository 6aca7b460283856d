package dev.ibintents.ibapi;

/**
 * The gateway refused a request for historical data and its reason is not understood, as it may be
 * in any language. The commonest is that it was asked too much; so wait, then ask again, but not
 * for ever.
 */
public final class UnexplainedRefusalException extends RequestRefusedException {
  private static final long serialVersionUID = 1L;

  /**
   * @param asked what was asked for
   * @param code the gateway's error code
   * @param text the gateway's own words
   */
  public UnexplainedRefusalException(String asked, int code, String text) {
    super(asked, code, text);
  }
}
