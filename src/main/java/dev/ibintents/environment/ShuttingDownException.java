package dev.ibintents.environment;

/**
 * The process has been told to end (SIGTERM), and begins nothing any more. Another instance takes
 * the request when it is sent again.
 */
public final class ShuttingDownException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param what what is not done because of it, such as {@code no order is sent}
   */
  public ShuttingDownException(String what) {
    super("this instance was told to end; " + what + "; ask again, and another one answers");
  }
}
