package dev.ibintents.ibapi;

/** The gateway answered a request with an error message. */
public final class RequestRefusedException extends GatewayException {
  private static final long serialVersionUID = 1L;

  private final int code;

  /**
   * @param asked what was asked for
   * @param code the gateway's error code
   * @param text the gateway's own words
   */
  public RequestRefusedException(String asked, int code, String text) {
    super("the gateway refused " + asked + ": " + code + " " + text);
    this.code = code;
  }

  /** The gateway's error code, such as 200 for an unknown contract. */
  public int code() {
    return code;
  }
}
