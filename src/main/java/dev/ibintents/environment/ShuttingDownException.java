package dev.ibintents.environment;

/**
 * The process has been told to end (SIGTERM), and begins nothing new. If the request is sent again,
 * another instance takes it.
 */
public final class ShuttingDownException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param what the consequence, such as {@code no order is sent}
   */
  public ShuttingDownException(String what) {
    super("this instance was told to end; " + what + "; ask again, and another instance answers");
  }
}
