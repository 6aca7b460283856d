package dev.ibintents.home;

import java.util.function.IntConsumer;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Learns on which port the functions framework serves. It may be told in three ways (PORT, {@code
 * --port}, {@code -Drun.port}), and tells functions nothing; but it logs the port once it serves.
 */
final class ServedPort extends Handler {
  // java.util.logging forgets what is set on a logger that nobody holds on to.
  private static final Logger framework =
      Logger.getLogger("com.google.cloud.functions.invoker.runner.Invoker");

  private final IntConsumer told;

  private ServedPort(IntConsumer told) {
    this.told = told;
  }

  /** Tells the port when the framework serves; never, where it keeps that to itself. */
  static void whenServing(IntConsumer told) {
    if (!framework.isLoggable(Level.INFO)) {
      framework.setLevel(Level.INFO);
    }
    framework.addHandler(new ServedPort(told));
  }

  @Override
  public void publish(LogRecord record) {
    Object[] parameters = record.getParameters();
    if (parameters != null && parameters.length == 1 && parameters[0] instanceof Integer port) {
      framework.removeHandler(this);
      told.accept(port);
    }
  }

  @Override
  public void flush() {
    // It keeps nothing.
  }

  @Override
  public void close() {
    // It keeps nothing open.
  }
}
