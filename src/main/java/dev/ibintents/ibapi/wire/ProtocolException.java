package dev.ibintents.ibapi.wire;

/**
 * The other side sent something that is not the TWS API's protocol: a frame of an impossible
 * length, a message that ends early, a field of the wrong form. The session cannot go on, because
 * nothing says where the next message begins to make sense.
 */
public final class ProtocolException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message which message and which field, and what was wrong with it
   */
  public ProtocolException(String message) {
    super(message);
  }

  /**
   * @param message which message and which field, and what was wrong with it
   * @param cause what the attempt to read it threw
   */
  public ProtocolException(String message, Throwable cause) {
    super(message, cause);
  }
}
