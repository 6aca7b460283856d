package dev.ibintents.environment;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Sets up the log: JSON objects, one a line, for Cloud Logging; plain text at home. */
public final class Logs {
  /** MDC key of the intent that is being served. */
  public static final String INTENT = "intent";

  /** MDC key of the invocation's id. */
  public static final String INVOCATION = "invocation";

  /** MDC key of the request's trace, as {@code projects/PROJECT/traces/TRACE}. */
  public static final String TRACE = "trace";

  /** MDC key of the exception's class name or the problem's code; alerts look for it. */
  public static final String ERROR = "error";

  // java.util.logging forgets the settings of a logger that is not referenced.
  private static final Logger root = Logger.getLogger("dev.ibintents");

  private Logs() {}

  /**
   * Gives the loggers of this product a handler. The loggers of libraries stay as they are.
   *
   * @param inCloud whether Cloud Logging reads the output
   */
  public static void configure(boolean inCloud) {
    for (Handler handler : root.getHandlers()) {
      root.removeHandler(handler);
    }
    root.addHandler(
        new LogHandler(System.out, inCloud ? new CloudLogFormat() : new TextLogFormat(), root));
    root.setUseParentHandlers(false);
    root.setLevel(Level.INFO);
  }
}
