package dev.ibintents.ibapi.wire;

/**
 * The other side sent bytes that are not the TWS API's protocol. Examples are a frame of an
 * impossible length, a message that ends early, and a field of the wrong form.
 *
 * <p>The session cannot continue, because the start of the next readable message is unknown.
 */
public final class ProtocolException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message the message, the field, and what is wrong with it
   */
  public ProtocolException(String message) {
    super(message);
  }

  /**
   * @param message the message, the field, and what is wrong with it
   * @param cause the exception of the attempt to read it
   */
  public ProtocolException(String message, Throwable cause) {
    super(message, cause);
  }
}
