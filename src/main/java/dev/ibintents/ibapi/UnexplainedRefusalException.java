package dev.ibintents.ibapi;

/**
 * The gateway refused a request for historical data for a reason that this client does not
 * understand. The text may be in any language.
 *
 * <p>The most common reason is too many requests. So wait and ask again, but only a limited number
 * of times.
 */
public final class UnexplainedRefusalException extends RequestRefusedException {
  private static final long serialVersionUID = 1L;

  /**
   * @param asked the data that was asked for
   * @param code the gateway's error code
   * @param text the gateway's own words
   */
  public UnexplainedRefusalException(String asked, int code, String text) {
    super(asked, code, text);
  }
}
